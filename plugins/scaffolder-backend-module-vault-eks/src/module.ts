import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { vaultEksServiceRef } from '@vault-eks/backstage-plugin-vault-eks-node';
import { createClusterDeployAction } from './actions/createClusterDeployAction';
import { createClusterPlanAction } from './actions/createClusterPlanAction';
import { createClusterRegisterAction } from './actions/createClusterRegisterAction';
import { createClusterVerifyAction } from './actions/createClusterVerifyAction';
import { createRegisterCluster } from './registerCluster';
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
        scaffolder: scaffolderActionsExtensionPoint,
        vaultEks: vaultEksServiceRef,
      },
      async init({ auth, catalog, discovery, scaffolder, vaultEks }) {
        const registerCluster = createRegisterCluster({ auth, discovery });
        const untilInCatalog = createUntilInCatalog({ catalog });
        scaffolder.addActions(
          createClusterPlanAction({ vaultEks }),
          createClusterDeployAction({ vaultEks }),
          createClusterVerifyAction({ vaultEks }),
          createClusterRegisterAction({ registerCluster, untilInCatalog }),
        );
      },
    });
  },
});
