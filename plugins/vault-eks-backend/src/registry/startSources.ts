import type {
  AuthService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import { VAULT_EKS_REGISTRY_TOPIC } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AllowedTargets } from '../access/AllowedTargets';
import type { Settings } from '../readSettings';
import { readCatalogClusters } from './catalogClusters';
import type { ClusterSources } from './ClusterSources';
import { readConfigClusters } from './configClusters';

/**
 * Keeps the registry in step with app-config and the catalog, from one instance of the backend at a time. A catalog
 * that cannot be read leaves what it told before.
 *
 * @throws InputError when app-config names clusters in a way that cannot be used
 */
export async function startSources(options: {
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly config: RootConfigService;
  readonly events: EventsService;
  readonly logger: LoggerService;
  readonly scheduler: SchedulerService;
  readonly settings: Settings;
  readonly sources: ClusterSources;
  readonly targets: AllowedTargets;
}): Promise<void> {
  const { config, events, logger, scheduler, settings, sources } = options;
  const configured = readConfigClusters(config);
  await scheduler.scheduleTask({
    ...settings.sourcesSchedule,
    id: 'vault-eks-sources',
    fn: async () => {
      let changed = await sources.replace('config', configured);
      try {
        const told = await readCatalogClusters(options);
        changed = (await sources.replace('catalog', told)) || changed;
      } catch (error) {
        logger.warn(
          'The Vaults that the catalog names could not be read; what it named before stays',
          isError(error) ? error : undefined,
        );
      }
      if (changed) {
        await events.publish({
          topic: VAULT_EKS_REGISTRY_TOPIC,
          eventPayload: {},
        });
      }
    },
  });
}
