import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { VaultEksClient } from '@vault-eks/backstage-plugin-vault-eks-common';

/** In whose name the portal is asked, and until when. */
export interface Asker {
  readonly credentials: BackstageCredentials;
  readonly signal?: AbortSignal;
}

/** Asks the portal over HTTP on behalf of someone, so that the portal's own permissions decide. */
export type AskPortal = <T>(
  asker: Asker,
  ask: (client: VaultEksClient) => Promise<T>,
) => Promise<T>;

/** @throws what the portal says when it refuses */
export function createAskPortal(services: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): AskPortal {
  const { auth, discovery } = services;
  return async ({ credentials, signal }, ask) => {
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
      return await ask(client);
    } catch (error) {
      // The cause is what the portal said; the wrapper only tells the status code.
      throw error instanceof ResponseError ? error.cause : error;
    }
  };
}
