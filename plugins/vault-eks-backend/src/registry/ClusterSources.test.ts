import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { eachDatabase } from '../__testUtils__/databases';
import { prod } from '../__testUtils__/fixtures';
import { ClusterSources } from './ClusterSources';
import { DatabaseClusterRegistry } from './DatabaseClusterRegistry';

const owner = 'group:default/platform';
const entityRef = 'resource:default/our-own-vault';
const told = { ref: prod, owner: 'group:default/writers', entityRef };

eachDatabase('ClusterSources', open => {
  async function registryOf(knex: Knex) {
    const { registry, db } = await DatabaseClusterRegistry.create({
      database: mockServices.database.mock({ getClient: async () => knex }),
    });
    return { registry, sources: new ClusterSources({ db }) };
  }

  it('knows a Vault of three sources once, and who told of it', async () => {
    const { registry, sources } = await registryOf(await open());
    await registry.register({ ref: prod, owner });
    await sources.replace('config', [{ ref: prod, owner: 'group:default/x' }]);
    await sources.replace('catalog', [told]);
    expect(await registry.fleet()).toMatchObject([
      {
        entityRef: 'resource:default/vault-prod',
        owner,
        sources: ['registered', 'config', 'catalog'],
      },
    ]);
  });

  it('says whether anything changed', async () => {
    const { sources } = await registryOf(await open());
    await expect(sources.replace('catalog', [told])).resolves.toBe(true);
    await expect(sources.replace('catalog', [told])).resolves.toBe(false);
    await expect(
      sources.replace('catalog', [{ ...told, owner }]),
    ).resolves.toBe(true);
    await expect(sources.replace('catalog', [])).resolves.toBe(true);
    await expect(sources.replace('catalog', [])).resolves.toBe(false);
  });

  it.each([
    ['tells of it', [told]],
    ['forgets it', []],
  ])(
    'leaves alone what someone registers while a source %s',
    async (_, next) => {
      const knex = await open();
      const { registry, sources } = await registryOf(knex);
      await sources.replace('catalog', [{ ...told, owner: 'group:default/x' }]);
      const registering = await knex.transaction();
      await registering('clusters').update({ registered: true, owner });
      const replacing = sources.replace('catalog', next);
      await sleep(300);
      await registering.commit();
      await replacing;
      expect(await registry.fleet()).toMatchObject([
        { entityRef, owner, sources: expect.arrayContaining(['registered']) },
      ]);
    },
  );

  it('forgets a Vault with the last source that knows it', async () => {
    const { registry, sources } = await registryOf(await open());
    await registry.register({ ref: prod, owner });
    await sources.replace('config', [{ ref: prod, owner }]);
    await registry.unregister('resource:default/vault-prod');
    expect(await registry.fleet()).toMatchObject([{ sources: ['config'] }]);
    await expect(
      registry.unregister('resource:default/vault-prod'),
    ).rejects.toThrow('vaultEks.clusters of app-config');
    await sources.replace('config', []);
    expect(await registry.fleet()).toEqual([]);
  });

  it('lets no entity that anyone may write stand for a Vault that is registered', async () => {
    const { registry, sources } = await registryOf(await open());
    await sources.replace('catalog', [told]);
    expect(await registry.fleet()).toMatchObject([
      { entityRef, sources: ['catalog'] },
    ]);
    const registered = await registry.register({ ref: prod, owner });
    expect(registered.entityRef).toBe('resource:default/vault-prod');
    await sources.replace('catalog', [told]);
    expect(await registry.fleet()).toMatchObject([
      {
        entityRef: 'resource:default/vault-prod',
        owner,
        sources: ['registered', 'catalog'],
      },
    ]);
    await registry.unregister('resource:default/vault-prod');
    await sources.replace('catalog', [told]);
    expect(await registry.fleet()).toMatchObject([
      { entityRef, owner: told.owner, sources: ['catalog'] },
    ]);
  });
});
