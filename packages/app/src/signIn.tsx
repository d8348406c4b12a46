import { ProxiedSignInPage } from '@backstage/core-components';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { signInProvider } from './signInProvider';

/**
 * Everyone comes in as a guest, at once: enough to try the portal on one's own machine.
 * A portal that others can reach replaces this module with its own identity provider.
 */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SignInPageBlueprint.make({
      params: {
        loader: async () => props =>
          <ProxiedSignInPage {...props} provider={signInProvider()} />,
      },
    }),
  ],
});
