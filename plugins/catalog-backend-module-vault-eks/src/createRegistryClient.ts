import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  VaultEksClient,
  type VaultEksApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** How long the registry may take to answer. */
const TIMEOUT_MS = 10_000;

/** Reads the portal's registry of Vault clusters as the catalog itself. */
export function createRegistryClient(options: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): Pick<VaultEksApi, 'listClusters'> {
  const { auth, discovery } = options;
  return new VaultEksClient({
    discoveryApi: discovery,
    timeoutMs: TIMEOUT_MS,
    fetchApi: {
      async fetch(input, init) {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await auth.getOwnServiceCredentials(),
          targetPluginId: 'vault-eks',
        });
        const headers = new Headers(init?.headers);
        headers.set('Authorization', `Bearer ${token}`);
        return fetch(input, { ...init, headers });
      },
    },
  });
}
