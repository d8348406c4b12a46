import { InputError, isError } from '@backstage/errors';
import {
  type VaultClusterSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEksConfig } from '../config';
import { refuseRegion } from '../connections/aws/allowedScopes';
import { readHolderKeys } from '../resources/vault';
import type { DeployOptions } from '../VaultEks';

/** What a deploy is told beside its spec, checked. */
export interface RunChoices {
  readonly reinitialise: boolean;
  readonly vaultToken?: string;
}

/** @throws InputError when it is no token of Vault */
export function refuseToken(vaultToken: string | undefined): void {
  if (vaultToken !== undefined && !/^[\x21-\x7e]+$/.test(vaultToken)) {
    throw new InputError(
      'vaultToken: a token of Vault has no spaces and no line ends; hand it in as it was printed. Nothing was changed',
    );
  }
}

/**
 * The recovery keys are copied only to where app-config lets this product work.
 *
 * @throws InputError naming a region that it does not allow, or that does not exist
 */
export function refuseCopies(
  { custody }: VaultClusterSpec,
  config: Pick<VaultEksConfig, 'regions'>,
): void {
  for (const region of custody.replicaRegions) {
    try {
      refuseRegion(region, config, 'custody.replicaRegions');
    } catch (error) {
      // It is a mistake in the spec: who may work in the region of the cluster may deploy there.
      throw isError(error) ? new InputError(error.message) : error;
    }
  }
}

/**
 * Checks what needs no call to be checked.
 *
 * @throws InputError naming what cannot be used, with the fix
 */
export async function refuseBeforeCalls(
  config: Pick<VaultEksConfig, 'regions'>,
  spec: VaultClusterSpec,
  { reinitialise, vaultToken }: DeployOptions,
): Promise<RunChoices> {
  const { table } = vaultNames(spec);
  if (reinitialise !== undefined && reinitialise !== table) {
    throw new InputError(
      `reinitialise: the DynamoDB table of this Vault is ${table}; type that out to have an initialisation without keys wiped, or leave it out. Nothing was changed`,
    );
  }
  refuseToken(vaultToken);
  refuseCopies(spec, config);
  await readHolderKeys(spec.custody);
  return { reinitialise: reinitialise !== undefined, vaultToken };
}
