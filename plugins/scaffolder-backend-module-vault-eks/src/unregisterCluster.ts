import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { VaultClusterRef } from '@vault-eks/backstage-plugin-vault-eks-common';
import { createAskPortal, type Asker } from './portalClient';

/** Takes a Vault out of the portal, and so out of the catalog; `undefined` when the portal knows no such Vault. */
export type UnregisterCluster = (
  ref: VaultClusterRef,
  asker: Asker,
) => Promise<string | undefined>;

const PARTS = ['cluster', 'region', 'account', 'namespace', 'release'] as const;

/** Unregisters over HTTP, so that the portal's own permissions decide. */
export function createUnregisterCluster(services: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): UnregisterCluster {
  const askPortal = createAskPortal(services);
  return (ref, asker) =>
    askPortal(asker, async client => {
      const clusters = await client.listClusters({ signal: asker.signal });
      // What app-config or the catalog names is not the portal's to forget.
      const found = clusters.find(
        known =>
          (known.sources?.includes('registered') ?? true) &&
          PARTS.every(part => known.ref[part] === ref[part]),
      );
      if (found) {
        await client.unregisterCluster(found.entityRef);
      }
      return found?.entityRef;
    });
}
