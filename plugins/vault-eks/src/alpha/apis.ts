import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  VaultEksClient,
  VaultEksFormClient,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultEksApiRef } from '../api';
import { vaultEksFormApiRef } from '../fields/formApi';

export const vaultEksApi = ApiBlueprint.make({
  params: define =>
    define({
      api: vaultEksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new VaultEksClient(options),
    }),
});

export const vaultEksFormApi = ApiBlueprint.make({
  name: 'form',
  params: define =>
    define({
      api: vaultEksFormApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new VaultEksFormClient(options),
    }),
});
