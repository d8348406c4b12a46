import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { vaultEksServiceRef } from '@vault-eks/backstage-plugin-vault-eks-node';
import { createActions } from './actions/createActions';
import { DeployMetrics } from './metrics/DeployMetrics';
import { createOwnsNamespace } from './namespaceOwners';
import { createRegisterCluster } from './registerCluster';
import { createUnregisterCluster } from './unregisterCluster';
import { createUntilInCatalog } from './untilInCatalog';

/**
 * Gives the scaffolder the actions of Vault on EKS.
 *
 * @public
 */
export const scaffolderModuleVaultEks = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'vault-eks',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        discovery: coreServices.discovery,
        metrics: metricsServiceRef,
        scaffolder: scaffolderActionsExtensionPoint,
        userInfo: coreServices.userInfo,
        vaultEks: vaultEksServiceRef,
      },
      async init(deps) {
        const { auth, catalog, discovery, scaffolder, userInfo, vaultEks } =
          deps;
        const actions = createActions({
          deployMetrics: new DeployMetrics(deps),
          vaultEks,
          registerCluster: createRegisterCluster({ auth, discovery }),
          unregisterCluster: createUnregisterCluster({ auth, discovery }),
          untilInCatalog: createUntilInCatalog({ catalog }),
          ownsNamespace: createOwnsNamespace({ auth, catalog, userInfo }),
        });
        scaffolder.addActions(...actions);
      },
    });
  },
});
