import { InputError } from '@backstage/errors';
import {
  parseSpec,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { DeployOptions } from '@vault-eks/backstage-plugin-vault-eks-node';
import { z } from 'zod/v3';
import { specInput } from './specInput';

/** Inputs of `vault-eks:cluster:plan` and `vault-eks:cluster:deploy`: the spec, and what holds for this run only. */
export const deployInput = specInput.extend({
  reinitialise: z
    .string()
    .optional()
    .describe(
      'Only after a deploy that says that the recovery keys never arrived: the name of the DynamoDB table, typed out. It is wiped and Vault is initialised anew, unless anything but an initialisation is in it',
    ),
  vaultToken: z
    .string()
    .optional()
    .describe(
      'Only for a Vault that others have initialised: a token of an administrator, as a secret of the task, `${{ secrets.VAULT_TOKEN }}`. It is used in memory and kept nowhere',
    ),
});

/** The spec and the choices for one run. */
export interface DeployRequest {
  readonly spec: VaultClusterSpec;
  readonly choices: Pick<DeployOptions, 'reinitialise' | 'vaultToken'>;
}

/**
 * Takes an input apart.
 *
 * @throws InputError naming what cannot work with its fix; a token that is no secret of the task too, since an input that is
 * none is stored and shown as it is
 */
export function deployRequest(ctx: {
  readonly input: z.output<typeof deployInput>;
  readonly secrets?: Readonly<Record<string, unknown>>;
}): DeployRequest {
  const { reinitialise: named, vaultToken: given, ...input } = ctx.input;
  // Fields of the form that were filled and emptied again.
  const reinitialise = named === '' ? undefined : named;
  const vaultToken = given === '' ? undefined : given;
  const secrets = Object.values(ctx.secrets ?? {});
  if (vaultToken !== undefined && !secrets.includes(vaultToken)) {
    throw new InputError(
      'vaultToken: hand the token in as a secret of the task, `vaultToken: ${{ secrets.VAULT_TOKEN }}`, filled by a field of the form with `ui:field: Secret`; revoke the one that was given, since this task has stored it',
    );
  }
  return { spec: parseSpec(input), choices: { reinitialise, vaultToken } };
}
