import userSettingsModule from '@backstage/plugin-app-module-user-settings';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import vaultEksPlugin from '@vault-eks/backstage-plugin-vault-eks/alpha';
import { homePlugin } from './home/homePlugin';
import { navModule } from './nav/navModule';
import { signInModule } from './signIn';

/** The usual plugins, ours, and a home page that leads to both. */
export const features = [
  // First, so that its card is the first on an entity's page.
  vaultEksPlugin,
  catalogPlugin,
  catalogGraphPlugin,
  notificationsPlugin,
  orgPlugin,
  scaffolderPlugin,
  searchPlugin,
  signalsPlugin,
  userSettingsPlugin,
  userSettingsModule,
  homePlugin,
  navModule,
  signInModule,
];
