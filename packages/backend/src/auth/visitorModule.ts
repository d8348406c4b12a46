import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

const visitorAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async () => ({ profile: {} }),
  initialize: ({ config }) => config.getString('userEntityRef'),
  authenticate: async (_, userEntityRef: string) => ({
    result: { userEntityRef },
  }),
});

/**
 * A second person of the demo beside the guest, who owns no Vault of the platform team: to see what a denied user sees.
 * There is one only where app-config has `auth.providers.visitor`, as that of the sandbox does.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'visitor-provider',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'visitor',
          factory: createProxyAuthProviderFactory({
            authenticator: visitorAuthenticator,
            signInResolver: ({ result }, context) =>
              context.signInWithCatalogUser({
                entityRef: result.userEntityRef,
              }),
          }),
        });
      },
    });
  },
});
