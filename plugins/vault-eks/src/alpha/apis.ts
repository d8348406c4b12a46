import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { VaultEksClient } from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultEksApiRef } from '../api';

export const vaultEksApi = ApiBlueprint.make({
  params: define =>
    define({
      api: vaultEksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new VaultEksClient(options),
    }),
});
