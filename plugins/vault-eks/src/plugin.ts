import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { vaultEksApiRef } from './api';
import { lazyVaultEksApi, lazyVaultEksFormApi } from './apis/lazyApis';
import { vaultEksFormApiRef } from './fields/formApi';
import { newVaultRouteRef, rootRouteRef } from './routes';

/**
 * Vault on EKS for portals on the classic frontend system.
 *
 * @public
 */
export const vaultEksPlugin = createPlugin({
  id: 'vault-eks',
  apis: [
    createApiFactory({
      api: vaultEksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: lazyVaultEksApi,
    }),
    createApiFactory({
      api: vaultEksFormApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: lazyVaultEksFormApi,
    }),
  ],
  routes: { root: rootRouteRef },
  externalRoutes: { newVault: newVaultRouteRef },
});

/**
 * The card for an entity's overview: sealed or not, who leads, what needs a person.
 *
 * @public
 */
export const EntityVaultEksCard = vaultEksPlugin.provide(
  createComponentExtension({
    name: 'EntityVaultEksCard',
    component: {
      lazy: () =>
        import('./components/card/VaultStatusCard').then(
          m => m.VaultStatusCard,
        ),
    },
  }),
);

/**
 * The tab of an entity's page: pods, findings and the live audit log.
 *
 * @public
 */
export const EntityVaultEksContent = vaultEksPlugin.provide(
  createComponentExtension({
    name: 'EntityVaultEksContent',
    component: {
      lazy: () =>
        import('./components/status/VaultEntityContent').then(
          m => m.VaultEntityContent,
        ),
    },
  }),
);

/**
 * The page of all registered Vaults.
 *
 * @public
 */
export const VaultEksFleetPage = vaultEksPlugin.provide(
  createRoutableExtension({
    name: 'VaultEksFleetPage',
    mountPoint: rootRouteRef,
    component: () =>
      import('./components/fleet/VaultFleetPage').then(m => m.VaultFleetPage),
  }),
);
