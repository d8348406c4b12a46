import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { createRegistryClient } from './createRegistryClient';
import { readEksClusterEntities } from './eksClusterEntities';
import { VaultClusterEntityProvider } from './VaultClusterEntityProvider';

/**
 * Puts the registered Vault clusters into the catalog.
 *
 * @public
 */
export const catalogModuleVaultEks = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'vault-eks',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        processing: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ processing, config, scheduler, ...deps }) {
        const configured = config.getOptionalConfig(
          'vaultEks.catalog.schedule',
        );
        processing.addEntityProvider(
          new VaultClusterEntityProvider({
            ...deps,
            eksClusters: () => readEksClusterEntities(deps),
            registry: createRegistryClient(deps),
            schedule: scheduler.createScheduledTaskRunner(
              configured
                ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
                    configured,
                  )
                : {
                    frequency: { minutes: 1 },
                    timeout: { seconds: 30 },
                    initialDelay: { seconds: 3 },
                  },
            ),
          }),
        );
      },
    });
  },
});
