import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  awsAccount,
  awsRegion,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  ChartSource,
  checkHelmFiles,
  readChartSource,
} from './readChartSource';
import { readRedactionPolicy } from '../probe/audit/redaction/readRedactionPolicy';
import type { RedactionPolicy } from '../probe/audit/redaction/RedactionPolicy';

/** The `vaultEks` part of app-config, read once. */
export interface VaultEksConfig {
  /** AWS accounts that may be touched; `undefined` allows all that the credentials reach. */
  readonly accounts?: readonly string[];
  /** AWS regions that may be touched; `undefined` allows all. */
  readonly regions?: readonly string[];
  /** Whether a status says how full volumes are, which needs the right to exec. */
  readonly volumeFill: boolean;
  /** What the audit tail hides. */
  readonly redaction: RedactionPolicy;
  readonly helm: {
    readonly source: ChartSource;
    /** Speak HTTP with an OCI registry, and allow it for a repository. */
    readonly plainHttp: boolean;
    /** A Docker `config.json` with the credentials of the OCI registry. */
    readonly registryConfig?: string;
    /** Path of the helm binary; the bundled one, else the one on PATH, when left out. */
    readonly binary?: string;
  };
}

function readList(
  config: Config | undefined,
  key: 'accounts' | 'regions',
  schema: typeof awsAccount,
): readonly string[] | undefined {
  const values = config?.getOptionalStringArray(key);
  values?.forEach((value, i) => {
    const { error } = schema.safeParse(value);
    if (error) {
      throw new InputError(
        `vaultEks.${key}[${i}] in app-config is "${value}", and nothing would ever match it. ${error.issues[0].message}`,
      );
    }
  });
  return values;
}

/**
 * Reads and defaults the `vaultEks` part of app-config.
 *
 * @throws InputError naming the key that cannot work, with the fix
 */
export function readVaultEksConfig(config: Config): VaultEksConfig {
  const own = config.getOptionalConfig('vaultEks');
  const helmConfig = own?.getOptionalConfig('helm');
  const helm = {
    source: readChartSource(helmConfig),
    plainHttp: helmConfig?.getOptionalBoolean('plainHttp') ?? false,
    registryConfig: helmConfig?.getOptionalString('registryConfig'),
    binary: helmConfig?.getOptionalString('binary'),
  };
  checkHelmFiles(helm);
  return {
    accounts: readList(own, 'accounts', awsAccount),
    regions: readList(own, 'regions', awsRegion),
    volumeFill: own?.getOptionalBoolean('status.volumeFill') ?? false,
    redaction: readRedactionPolicy(config),
    helm,
  };
}
