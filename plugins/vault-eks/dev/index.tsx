import '@backstage/cli/asset-types';
import { Content, Header, Page } from '@backstage/core-components';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import Grid from '@material-ui/core/Grid';
import vaultEksPlugin from '../src/alpha';
import { vaultEksApiRef } from '../src/api';
import { VaultStatusCard } from '../src/components/card/VaultStatusCard';
import { VaultEntityContent } from '../src/components/status/VaultEntityContent';
import { entity } from '../src/testing/fixtures';
import { MovingVaultEksApi } from './MovingVaultEksApi';

/** The card and the tab over a Vault in memory: `yarn start` in this folder, no backend needed. */
const showcase = createFrontendPlugin({
  pluginId: 'showcase',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        noHeader: true,
        loader: async () => (
          <Page themeId="tool">
            <Header title={entity.metadata.name} />
            <Content>
              <EntityProvider entity={entity}>
                <Grid container spacing={3}>
                  <Grid item xs={12} md={4}>
                    <VaultStatusCard />
                  </Grid>
                  <Grid item xs={12}>
                    <VaultEntityContent />
                  </Grid>
                </Grid>
              </EntityProvider>
            </Content>
          </Page>
        ),
      },
    }),
  ],
});

const inMemory = createFrontendModule({
  pluginId: 'vault-eks',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({
          api: vaultEksApiRef,
          deps: {},
          factory: () => new MovingVaultEksApi(),
        }),
    }),
  ],
});

// There is no backend to ask.
const permitted = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'permission',
      params: define =>
        define({
          api: permissionApiRef,
          deps: {},
          factory: () => ({
            authorize: async () => ({ result: AuthorizeResult.ALLOW }),
          }),
        }),
    }),
  ],
});

createDevApp({
  features: [catalogPlugin, vaultEksPlugin, inMemory, permitted, showcase],
});
