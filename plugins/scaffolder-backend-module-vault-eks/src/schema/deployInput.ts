import {
  parseSpec,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { DeployOptions } from '@vault-eks/backstage-plugin-vault-eks-node';
import { z } from 'zod/v3';
import { specInput } from './specInput';
import { handedToken, vaultToken } from './vaultToken';

/** Inputs of `vault-eks:cluster:plan` and `vault-eks:cluster:deploy`: the spec, and what holds for this run only. */
export const deployInput = specInput.extend({
  reinitialise: z
    .string()
    .optional()
    .describe(
      'Only after a deploy that says that the recovery keys never arrived: the name of the DynamoDB table, typed out. It is wiped and Vault is initialised anew, unless anything but an initialisation is in it',
    ),
  vaultToken,
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
  const { reinitialise: named, vaultToken: _, ...input } = ctx.input;
  // A field of the form that was filled and emptied again.
  const reinitialise = named === '' ? undefined : named;
  const choices = { reinitialise, vaultToken: handedToken(ctx) };
  return { spec: parseSpec(input), choices };
}
