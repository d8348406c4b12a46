import { mockServices } from '@backstage/backend-test-utils';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import type { EventsServiceEventHandler } from '@backstage/plugin-events-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { readEksClusterEntities } from './eksClusterEntities';
import { VaultClusterEntityProvider } from './VaultClusterEntityProvider';

function cluster(name: string): FleetCluster {
  return {
    entityRef: `resource:default/vault-${name}`,
    ref: {
      cluster: name,
      region: 'eu-west-1',
      account: '111122223333',
      namespace: 'vault',
      release: 'vault',
    },
    owner: 'group:default/platform-team',
    registeredAt: '2026-11-24T00:00:00.000Z',
  };
}

const eksCluster = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'eks-prod',
    annotations: {
      'amazon.com/eks-cluster-arn':
        'arn:aws:eks:eu-west-1:111122223333:cluster/prod',
    },
  },
};

/** A provider that is connected to a catalog which remembers each mutation. */
async function connected(listClusters: jest.Mock<Promise<FleetCluster[]>, []>) {
  const mutations: EntityProviderMutation[] = [];
  let registryChanged: EventsServiceEventHandler = async () => {};
  let onSchedule = async () => {};
  const provider = new VaultClusterEntityProvider({
    eksClusters: () =>
      readEksClusterEntities({
        auth: mockServices.auth(),
        catalog: catalogServiceMock({ entities: [eksCluster] }),
      }),
    events: mockServices.events.mock({
      subscribe: async ({ onEvent }) => {
        registryChanged = onEvent;
      },
    }),
    logger: mockServices.logger.mock(),
    registry: { listClusters },
    schedule: {
      run: async ({ fn }) => {
        onSchedule = async () => fn(new AbortController().signal);
      },
    },
  });
  await provider.connect({
    applyMutation: async mutation => {
      mutations.push(mutation);
    },
    refresh: async () => {},
  });
  return {
    mutations,
    onSchedule: () => onSchedule(),
    registryChanged: () =>
      registryChanged({ topic: 'vault-eks.registry', eventPayload: {} }),
  };
}

function namesOf(mutation: EntityProviderMutation): string[] {
  return mutation.type === 'full'
    ? mutation.entities.map(({ entity }) => entity.metadata.name)
    : [];
}

describe('VaultClusterEntityProvider', () => {
  it('reads the registry as soon as it changes', async () => {
    const listClusters = jest
      .fn<Promise<FleetCluster[]>, []>()
      .mockResolvedValueOnce([cluster('prod'), cluster('dev')])
      .mockResolvedValueOnce([cluster('dev')]);
    const { mutations, registryChanged } = await connected(listClusters);
    await registryChanged();
    await registryChanged();
    expect(mutations.map(namesOf)).toEqual([
      ['vault-prod', 'vault-dev'],
      ['vault-dev'],
    ]);
  });

  it('ties a Vault to the entity of its EKS cluster, and makes none for what the catalog itself names', async () => {
    const listClusters = jest
      .fn<Promise<FleetCluster[]>, []>()
      .mockResolvedValueOnce([
        { ...cluster('prod'), sources: ['config', 'catalog'] },
        { ...cluster('dev'), sources: ['registered'] },
        { ...cluster('written'), sources: ['catalog'] },
      ]);
    const { mutations, registryChanged } = await connected(listClusters);
    await registryChanged();
    const [mutation] = mutations;
    expect(
      mutation.type === 'full' &&
        mutation.entities.map(({ entity }) => [
          entity.metadata.name,
          entity.spec?.dependsOn,
        ]),
    ).toEqual([
      ['vault-prod', ['resource:default/eks-prod']],
      ['vault-dev', undefined],
    ]);
  });

  it('keeps the catalog as it is when the registry cannot be read', async () => {
    const listClusters = jest
      .fn<Promise<FleetCluster[]>, []>()
      .mockRejectedValueOnce(new Error('connect ECONNREFUSED'))
      .mockResolvedValueOnce([cluster('prod')]);
    const { mutations, onSchedule } = await connected(listClusters);
    await onSchedule();
    expect(mutations).toEqual([]);
    await onSchedule();
    expect(mutations.map(namesOf)).toEqual([['vault-prod']]);
  });

  it('never lets an older answer overwrite a newer one', async () => {
    let answerFirst: (clusters: FleetCluster[]) => void = () => {};
    const listClusters = jest
      .fn<Promise<FleetCluster[]>, []>()
      .mockReturnValueOnce(
        new Promise(resolve => {
          answerFirst = resolve;
        }),
      )
      .mockResolvedValueOnce([cluster('prod')]);
    const { mutations, registryChanged } = await connected(listClusters);
    const both = Promise.all([registryChanged(), registryChanged()]);
    await new Promise(setImmediate);
    answerFirst([]);
    await both;
    expect(mutations.map(namesOf)).toEqual([[], ['vault-prod']]);
  });
});
