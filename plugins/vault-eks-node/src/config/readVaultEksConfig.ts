import type { Config } from '@backstage/config';

/** The `vaultEks` part of app-config, read once. */
export interface VaultEksConfig {
  /** AWS accounts that may be touched; `undefined` allows all that the credentials reach. */
  readonly accounts?: readonly string[];
  /** AWS regions that may be touched; `undefined` allows all. */
  readonly regions?: readonly string[];
  readonly helm: {
    readonly repository: string;
    /** Path of the helm binary; the bundled one, else the one on PATH, when left out. */
    readonly binary?: string;
  };
}

/** Where HashiCorp publishes the official chart. */
export const OFFICIAL_CHART_REPOSITORY = 'https://helm.releases.hashicorp.com';

/** Reads and defaults the `vaultEks` part of app-config. */
export function readVaultEksConfig(config: Config): VaultEksConfig {
  const own = config.getOptionalConfig('vaultEks');
  return {
    accounts: own?.getOptionalStringArray('accounts'),
    regions: own?.getOptionalStringArray('regions'),
    helm: {
      repository:
        own?.getOptionalString('helm.repository') ?? OFFICIAL_CHART_REPOSITORY,
      binary: own?.getOptionalString('helm.binary'),
    },
  };
}
