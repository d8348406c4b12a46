import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type {
  ClusterRegistration,
  RegisteredCluster,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { createAskPortal, type Asker } from './portalClient';

/** Registers a cluster with the portal on behalf of someone. */
export type RegisterCluster = (
  registration: ClusterRegistration,
  asker: Asker,
) => Promise<RegisteredCluster>;

/** Registers over HTTP, so that the portal's own permissions decide. */
export function createRegisterCluster(services: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): RegisterCluster {
  const askPortal = createAskPortal(services);
  return (registration, asker) =>
    askPortal(asker, client => client.registerCluster(registration));
}
