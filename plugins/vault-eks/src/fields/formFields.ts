import { lazyField } from './lazyField';

/** The fields by the names that templates call them by (`ui:field`), for both frontend systems. */
export const placeField = {
  name: 'VaultEksPlace',
  component: lazyField(() =>
    import('./cluster/PlaceField').then(m => m.PlaceField),
  ),
};

export const clusterPicker = {
  name: 'VaultEksClusterPicker',
  component: lazyField(() =>
    import('./cluster/ClusterPicker').then(m => m.ClusterPicker),
  ),
};

export const subnetPicker = {
  name: 'VaultEksSubnetPicker',
  component: lazyField(() =>
    import('./network/NetworkPicker').then(m => m.SubnetPicker),
  ),
};

export const routeTablePicker = {
  name: 'VaultEksRouteTablePicker',
  component: lazyField(() =>
    import('./network/NetworkPicker').then(m => m.RouteTablePicker),
  ),
};

export const keyPicker = {
  name: 'VaultEksKeyPicker',
  component: lazyField(() => import('./keys/KeyPicker').then(m => m.KeyPicker)),
};

export const tablePicker = {
  name: 'VaultEksTablePicker',
  component: lazyField(() =>
    import('./tables/TablePicker').then(m => m.TablePicker),
  ),
};

export const planPreview = {
  name: 'VaultEksPlanPreview',
  component: lazyField(() =>
    import('./plan/PlanPreview').then(m => m.PlanPreview),
  ),
};
