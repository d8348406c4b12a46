import type { RootConfigService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { VaultClusterRef } from '@vault-eks/backstage-plugin-vault-eks-common';

/** The AWS accounts and regions that app-config lets the portal touch; everything when it names none. */
export class AllowedTargets {
  readonly #accounts: readonly string[] | undefined;
  readonly #regions: readonly string[] | undefined;

  private constructor(options: {
    readonly accounts?: readonly string[];
    readonly regions?: readonly string[];
  }) {
    this.#accounts = options.accounts;
    this.#regions = options.regions;
  }

  static fromConfig(config: RootConfigService): AllowedTargets {
    return new AllowedTargets({
      accounts: config.getOptionalStringArray('vaultEks.accounts'),
      regions: config.getOptionalStringArray('vaultEks.regions'),
    });
  }

  /** @throws NotAllowedError naming what app-config does not list */
  assertAllowed(ref: Pick<VaultClusterRef, 'account' | 'region'>): void {
    if (this.#accounts && !this.#accounts.includes(ref.account)) {
      throw new NotAllowedError(
        `The account ${ref.account} is not listed in vaultEks.accounts of app-config`,
      );
    }
    if (this.#regions && !this.#regions.includes(ref.region)) {
      throw new NotAllowedError(
        `The region ${ref.region} is not listed in vaultEks.regions of app-config`,
      );
    }
  }
}
