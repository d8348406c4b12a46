import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ClusterRegistration } from '@vault-eks/backstage-plugin-vault-eks-common';
import { AllowedTargets } from '../access/AllowedTargets';
import { clusterRegistrationSchema } from './registration';

const isObject = (value: unknown): value is object =>
  value instanceof Object && !Array.isArray(value);

/**
 * The clusters that app-config names.
 *
 * @throws InputError naming the path of each value that cannot be used
 */
export function readConfigClusters(
  config: RootConfigService,
): ClusterRegistration[] {
  const targets = AllowedTargets.fromConfig(config);
  const entries = config.getOptionalConfigArray('vaultEks.clusters') ?? [];
  const seen = new Set<string>();
  return entries.map((entry, i) => {
    const at = `vaultEks.clusters[${i}]`;
    const { owner, system, uiUrl, spec, ...ref } =
      entry.get<Record<string, unknown>>();
    const parsed = clusterRegistrationSchema.safeParse({
      ref,
      owner,
      system,
      uiUrl,
      // What names the Vault need not be said twice.
      spec: isObject(spec) ? { ...ref, ...spec } : spec,
    });
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => {
        const keys = path.filter(key => key !== 'ref');
        return `${[at, ...keys].join('.')}: ${message}`;
      });
      throw new InputError(`app-config cannot be used: ${issues.join('; ')}`);
    }
    const registration = parsed.data;
    targets.assertAllowed(registration.ref);
    const key = Object.values(registration.ref).join('/');
    if (seen.has(key)) {
      throw new InputError(
        `app-config cannot be used: ${at} names the same Vault as an entry before it`,
      );
    }
    seen.add(key);
    return registration;
  });
}
