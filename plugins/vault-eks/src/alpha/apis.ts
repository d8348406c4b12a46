import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { vaultEksApiRef } from '../api';
import { lazyVaultEksApi, lazyVaultEksFormApi } from '../apis/lazyApis';
import { vaultEksFormApiRef } from '../fields/formApi';

export const vaultEksApi = ApiBlueprint.make({
  params: define =>
    define({
      api: vaultEksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: lazyVaultEksApi,
    }),
});

export const vaultEksFormApi = ApiBlueprint.make({
  name: 'form',
  params: define =>
    define({
      api: vaultEksFormApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: lazyVaultEksFormApi,
    }),
});
