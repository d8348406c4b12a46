import '@backstage/cli/asset-types';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import vaultEksPlugin from '../src/alpha';
import { vaultEksApiRef } from '../src/api';
import { MovingVaultEksApi } from './MovingVaultEksApi';
import { permissions } from './permissions';

/** Every state over a Vault in memory: `yarn start` in this folder, no backend needed. */
const showcase = createFrontendPlugin({
  pluginId: 'showcase',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        noHeader: true,
        loader: async () => {
          const { Showcase } = await import('./Showcase');
          return <Showcase />;
        },
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

const permitted = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'permission',
      params: define =>
        define({
          api: permissionApiRef,
          deps: {},
          factory: () => permissions,
        }),
    }),
  ],
});

createDevApp({
  features: [catalogPlugin, vaultEksPlugin, inMemory, permitted, showcase],
});
