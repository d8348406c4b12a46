import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { AwsPlace } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  refuseAccount,
  refuseRegion,
  type ScopeLimits,
} from '../../connections/aws/allowedScopes';
import type { AwsScope } from '../../connections/aws';

/** The accounts that app-config has credentials for, beside the default one. */
export function accountsOf(config: Config): string[] {
  return (config.getOptionalConfigArray('aws.accounts') ?? []).map(account =>
    account.getString('accountId'),
  );
}

/**
 * Where to look for clusters: what the caller names, else every account and region that app-config allows or knows.
 *
 * @throws InputError when nobody says in which regions, or there is no such region
 * @throws NotAllowedError when app-config does not allow what the caller names
 */
export function placesToSearch(options: {
  readonly asked: Partial<AwsPlace>;
  readonly limits: ScopeLimits;
  readonly knownAccounts: readonly string[];
}): AwsScope[] {
  const { asked, limits, knownAccounts } = options;
  if (asked.region) {
    refuseRegion(asked.region, limits);
  }
  if (asked.account) {
    refuseAccount(asked.account, limits);
  }
  const regions = asked.region ? [asked.region] : limits.regions;
  if (!regions) {
    throw new InputError(
      'region: say in which region to look, or list the regions in vaultEks.regions of app-config',
    );
  }
  const accounts = asked.account
    ? [asked.account]
    : limits.accounts ?? [undefined, ...knownAccounts];
  return accounts.flatMap(account =>
    regions.map(region => ({ account, region })),
  );
}
