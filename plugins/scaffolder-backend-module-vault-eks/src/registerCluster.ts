import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  VaultEksClient,
  type ClusterRegistration,
  type RegisteredCluster,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** Registers a cluster with the portal on behalf of someone. */
export type RegisterCluster = (
  registration: ClusterRegistration,
  options: {
    readonly credentials: BackstageCredentials;
    readonly signal?: AbortSignal;
  },
) => Promise<RegisteredCluster>;

/** Registers over HTTP, so that the portal's own permissions decide. */
export function createRegisterCluster(services: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): RegisterCluster {
  const { auth, discovery } = services;
  return async (registration, { credentials, signal }) => {
    const client = new VaultEksClient({
      discoveryApi: discovery,
      fetchApi: {
        async fetch(input, init) {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: credentials,
            targetPluginId: 'vault-eks',
          });
          const headers = new Headers(init?.headers);
          headers.set('Authorization', `Bearer ${token}`);
          const signals = [signal, init?.signal].filter(
            s => s instanceof AbortSignal,
          );
          return fetch(input, {
            ...init,
            headers,
            signal: AbortSignal.any(signals),
          });
        },
      },
    });
    try {
      return await client.registerCluster(registration);
    } catch (error) {
      // The cause is what the portal said; the wrapper only tells the status code.
      throw error instanceof ResponseError ? error.cause : error;
    }
  };
}
