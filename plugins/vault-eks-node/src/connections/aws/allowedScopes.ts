import { InputError, NotAllowedError } from '@backstage/errors';
import type { VaultEksConfig } from '../../config';
import { isListedRegion } from './partition';

/** What app-config says of accounts and regions. */
export type ScopeLimits = Pick<VaultEksConfig, 'accounts' | 'regions'>;

/**
 * Refuses a region that app-config does not allow, or that does not exist.
 *
 * @param field - of the spec, where it is not that of the region of the cluster
 * @throws NotAllowedError when `vaultEks.regions` does not have it
 * @throws InputError when the AWS SDK does not list it and `vaultEks.regions` does not vouch for it
 */
export function refuseRegion(
  region: string,
  { regions }: ScopeLimits,
  field?: string,
): void {
  if (regions) {
    if (!regions.includes(region)) {
      throw new NotAllowedError(
        `${
          field ? `${field}: region` : 'Region'
        } ${region} is not allowed; vaultEks.regions in app-config allows ${regions.join(
          ', ',
        )}`,
      );
    }
    return;
  }
  if (!isListedRegion(region)) {
    throw new InputError(
      `${
        field ?? 'region'
      }: ${region} is no AWS region that the installed AWS SDK lists; correct it, or name it in vaultEks.regions of app-config when it is newer than that`,
    );
  }
}

/**
 * Refuses an account that app-config does not allow.
 *
 * @throws NotAllowedError when `vaultEks.accounts` does not have it
 */
export function refuseAccount(
  account: string,
  { accounts }: ScopeLimits,
): void {
  if (accounts && !accounts.includes(account)) {
    throw new NotAllowedError(
      `AWS account ${account} is not allowed; add it to vaultEks.accounts in app-config or choose another`,
    );
  }
}
