import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { vaultEksServiceRef } from '@vault-eks/backstage-plugin-vault-eks-node';
import { createClusterDeployAction } from './actions/createClusterDeployAction';
import { createClusterPlanAction } from './actions/createClusterPlanAction';
import { createClusterRegisterAction } from './actions/createClusterRegisterAction';
import { createClusterVerifyAction } from './actions/createClusterVerifyAction';
import { createRegisterCluster } from './registerCluster';

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
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
        vaultEks: vaultEksServiceRef,
      },
      async init({ auth, discovery, scaffolder, vaultEks }) {
        const registerCluster = createRegisterCluster({ auth, discovery });
        scaffolder.addActions(
          createClusterPlanAction({ vaultEks }),
          createClusterDeployAction({ vaultEks }),
          createClusterVerifyAction({ vaultEks }),
          createClusterRegisterAction({ registerCluster }),
        );
      },
    });
  },
});
