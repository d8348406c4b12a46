import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { prod } from '../__testUtils__/fixtures';
import { DatabaseClusterRegistry } from './DatabaseClusterRegistry';

const owner = 'group:default/platform-team';

describe('DatabaseClusterRegistry', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function open(id: Parameters<typeof databases.init>[0]) {
    const knex = await databases.init(id);
    return DatabaseClusterRegistry.create({
      database: mockServices.database.mock({ getClient: async () => knex }),
    });
  }

  it.each(databases.eachSupportedId())(
    'names two Vaults of equally named clusters apart, %p',
    async id => {
      const { registry } = await open(id);
      const refs = [
        prod,
        { ...prod, region: 'us-east-1' },
        { ...prod, region: 'us-east-1', account: '999999999999' },
        { ...prod, namespace: 'secrets', release: 'main' },
      ];
      for (const ref of refs) {
        await registry.register({ ref, owner });
      }
      const clusters = await registry.list();
      expect(
        refs.map(
          ref =>
            clusters.find(
              cluster =>
                JSON.stringify(cluster.ref) ===
                JSON.stringify({
                  account: ref.account,
                  region: ref.region,
                  cluster: ref.cluster,
                  namespace: ref.namespace,
                  release: ref.release,
                }),
            )?.entityRef,
        ),
      ).toEqual([
        'resource:default/vault-prod',
        'resource:default/vault-prod-us-east-1',
        'resource:default/vault-prod-us-east-1-999999999999',
        'resource:default/secrets-main-prod',
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'finds everything again after a restart, %p',
    async id => {
      const { registry, db } = await open(id);
      const registered = await registry.register({ ref: prod, owner });
      const { registry: again } = await DatabaseClusterRegistry.create({
        database: mockServices.database.mock({ getClient: async () => db }),
      });
      await expect(again.find(prod)).resolves.toEqual({
        ...registered,
        sources: ['registered'],
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'tells a repetition from a change, %p',
    async id => {
      const { registry } = await open(id);
      const spec = { cluster: prod.cluster, region: prod.region };
      const registration = { ref: prod, owner, uiUrl: 'https://a.b', spec };
      expect(await registry.isRegistered(registration)).toBe(false);
      await registry.register(registration);
      expect(await registry.isRegistered(registration)).toBe(true);
      // Who registers again without a spec has not changed it.
      const { spec: _, ...without } = registration;
      expect(await registry.isRegistered(without)).toBe(true);
      for (const change of [
        { owner: 'group:default/others' },
        { system: 'secrets' },
        { uiUrl: undefined },
        { spec: { ...spec, replicas: 5 } },
        { ref: { ...prod, release: 'main' } },
      ]) {
        const changed = { ...registration, ...change };
        expect(await registry.isRegistered(changed)).toBe(false);
      }
    },
  );
});
