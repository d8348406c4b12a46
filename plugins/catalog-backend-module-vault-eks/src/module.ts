import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { createRegistryClient } from './createRegistryClient';
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
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, config, scheduler, ...deps }) {
        const configured = config.getOptionalConfig(
          'vaultEks.catalog.schedule',
        );
        catalog.addEntityProvider(
          new VaultClusterEntityProvider({
            ...deps,
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
