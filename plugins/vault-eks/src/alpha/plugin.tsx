import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import LockOutlined from '@material-ui/icons/LockOutlined';
import { newVaultRouteRef, rootRouteRef } from '../routes';
import { vaultEksApi, vaultEksFormApi } from './apis';
import { entityVaultCard, entityVaultContent } from './entityExtensions';
import { formFields } from './formFields';
import { fleetPage } from './pages';

/**
 * Vault on EKS for portals on the new frontend system.
 *
 * @alpha
 */
export const vaultEksPlugin = createFrontendPlugin({
  pluginId: 'vault-eks',
  title: 'Vault on EKS',
  icon: <LockOutlined />,
  info: { packageJson: () => import('../../package.json') },
  routes: { root: convertLegacyRouteRef(rootRouteRef) },
  externalRoutes: { newVault: convertLegacyRouteRef(newVaultRouteRef) },
  extensions: [
    vaultEksApi,
    vaultEksFormApi,
    entityVaultCard,
    entityVaultContent,
    fleetPage,
    ...formFields,
  ],
});
