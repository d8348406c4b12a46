import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import LockOutlined from '@material-ui/icons/LockOutlined';
import { rootRouteRef } from '../routes';

export const fleetPage = PageBlueprint.make({
  params: {
    path: '/vault-eks',
    title: 'Vaults',
    icon: <LockOutlined />,
    noHeader: true,
    routeRef: convertLegacyRouteRef(rootRouteRef),
    loader: async () => {
      const { VaultFleetPage } = await import(
        '../components/fleet/VaultFleetPage'
      );
      return <VaultFleetPage />;
    },
  },
});
