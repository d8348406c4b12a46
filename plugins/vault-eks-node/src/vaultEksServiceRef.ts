import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DefaultVaultEks } from './DefaultVaultEks';
import type { VaultEks } from './VaultEks';

/**
 * The product as a service, for backend plugins and scaffolder modules. Connections end when the plugin shuts down.
 *
 * @public
 */
export const vaultEksServiceRef = createServiceRef<VaultEks>({
  id: 'vault-eks.service',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        lifecycle: coreServices.lifecycle,
      },
      factory({ config, logger, lifecycle }) {
        const vaultEks = DefaultVaultEks.create({ config, logger });
        lifecycle.addShutdownHook(() => vaultEks.close());
        return vaultEks;
      },
    }),
});
