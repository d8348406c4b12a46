import { InputError } from '@backstage/errors';
import {
  ownershipValue,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';
import { specInput } from './specInput';

const alsoDelete = z
  .object({
    table: z
      .string()
      .optional()
      .describe('Name of the DynamoDB table, typed out: all Vault data goes'),
    sealKey: z
      .string()
      .optional()
      .describe(
        'Alias of the KMS key, typed out: its deletion is scheduled with the longest window of 30 days, after which no backup can be read',
      ),
    custodySecret: z
      .string()
      .optional()
      .describe(
        'Name of the Secrets Manager secret with the recovery keys, typed out: its deletion is scheduled',
      ),
    volumes: z
      .string()
      .optional()
      .describe(
        'Namespace and release as <namespace>/<release>, typed out: the volumes with the audit log go',
      ),
  })
  .strict()
  .default({})
  .describe(
    'What bears data stays unless it is named here in full; a name that is not the one of this Vault is refused',
  );

/** Inputs of `vault-eks:cluster:destroy`. */
export const destroyInput = specInput.extend({
  confirm: z
    .string()
    .optional()
    .describe(
      'The Vault that is to go, typed out as <cluster>/<namespace>/<release>; needed except for a plan',
    ),
  planOnly: z
    .boolean()
    .default(false)
    .describe('Only show what would be deleted and kept, as a dry run does'),
  alsoDelete,
  onlyAws: z
    .boolean()
    .default(false)
    .describe(
      'Leave what is in the EKS cluster alone, for one that was deleted or whose Kubernetes API does not answer any more',
    ),
});

/** @throws InputError when the Vault was not typed out */
export function assertConfirmed(
  spec: VaultClusterSpec,
  confirm: string | undefined,
): void {
  const wanted = ownershipValue(spec);
  if (confirm !== wanted) {
    throw new InputError(
      `confirm: type out ${wanted} to take this Vault down; nothing was deleted`,
    );
  }
}
