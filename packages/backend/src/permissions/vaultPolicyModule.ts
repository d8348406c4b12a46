import { createBackendModule } from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { VaultPolicy } from './VaultPolicy';

/** Makes {@link VaultPolicy} the policy of the portal. */
export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'vault-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new VaultPolicy());
      },
    });
  },
});
