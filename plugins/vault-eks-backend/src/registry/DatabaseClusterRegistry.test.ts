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
});
