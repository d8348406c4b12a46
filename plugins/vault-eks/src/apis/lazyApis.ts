import type {
  VaultEksApi,
  VaultEksClientOptions,
  VaultEksFormApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';

type Surroundings = Pick<VaultEksClientOptions, 'discoveryApi' | 'fetchApi'>;

const clients = () => import('./clients');

/** The API of cards, tab and fleet. Every page of a portal makes it, and only those that ask fetch its code. */
export function lazyVaultEksApi(surroundings: Surroundings): VaultEksApi {
  const client = async () => new (await clients()).VaultEksClient(surroundings);
  return {
    getStatus: async (...request) => (await client()).getStatus(...request),
    async *tailAudit(request) {
      yield* (await client()).tailAudit(request);
    },
    listClusters: async (...request) =>
      (await client()).listClusters(...request),
    listTransitions: async request => (await client()).listTransitions(request),
    registerCluster: async request => (await client()).registerCluster(request),
    unregisterCluster: async entityRef =>
      (await client()).unregisterCluster(entityRef),
  };
}

/** The API of the form's fields, fetched by the first field that asks. */
export function lazyVaultEksFormApi(
  surroundings: Surroundings,
): VaultEksFormApi {
  const client = async () =>
    new (await clients()).VaultEksFormClient(surroundings);
  return {
    findClusters: async request => (await client()).findClusters(request),
    readNetwork: async request => (await client()).readNetwork(request),
    findKeys: async request => (await client()).findKeys(request),
    findTables: async request => (await client()).findTables(request),
    plan: async (...request) => (await client()).plan(...request),
  };
}
