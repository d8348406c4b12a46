import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import request from 'supertest';
import { eachDatabase } from '../__testUtils__/databases';
import { prod } from '../__testUtils__/fixtures';
import { startPortal } from '../__testUtils__/startPortal';
import { ClusterSources } from './ClusterSources';
import { readConfigClusters } from './configClusters';
import { DatabaseClusterRegistry } from './DatabaseClusterRegistry';
import { clusterRegistrationSchema } from './registration';

const owner = 'group:default/platform-team';
const spec = { cluster: prod.cluster, region: prod.region, replicas: 5 };
const path = '/api/vault-eks/v1/clusters';

const registration = (given?: object) =>
  clusterRegistrationSchema.parse({ ref: prod, owner, spec: given });

eachDatabase('the specs of clusters', open => {
  async function registryOf(knex: Knex) {
    const { registry, db } = await DatabaseClusterRegistry.create({
      database: mockServices.database.mock({ getClient: async () => knex }),
    });
    const specs = async () =>
      (await registry.specified()).map(({ spec: text }) => JSON.parse(text));
    return { db, registry, sources: new ClusterSources({ db }), specs };
  }

  it('are kept whole, with the account, and replaced by registering again', async () => {
    const { registry, specs } = await registryOf(await open());
    await registry.register(registration());
    expect(await specs()).toEqual([]);
    await registry.register(registration(spec));
    const whole = parseSpec({ ...spec, account: prod.account });
    expect(await specs()).toEqual([JSON.parse(JSON.stringify(whole))]);
    expect(parseSpec((await specs())[0])).toEqual(whole);
    await registry.register(registration());
    expect(await specs()).toMatchObject([{ replicas: 5 }]);
    await registry.register(registration({ ...spec, replicas: 1 }));
    expect(await specs()).toMatchObject([{ replicas: 1 }]);
  });

  it('of app-config hold until someone registers one, and end with the entry', async () => {
    const { registry, sources, specs } = await registryOf(await open());
    const configured = (replicas?: number) =>
      readConfigClusters(
        mockServices.rootConfig({
          data: {
            vaultEks: {
              clusters: [
                { ...prod, owner, ...(replicas && { spec: { replicas } }) },
              ],
            },
          },
        }),
      );
    await sources.replace('config', configured(2));
    expect(await specs()).toMatchObject([{ ...prod, replicas: 2 }]);
    await expect(sources.replace('config', configured(2))).resolves.toBe(false);
    await registry.register(registration(spec));
    await sources.replace('config', configured(2));
    expect(await specs()).toMatchObject([{ replicas: 5 }]);
    await registry.unregister('resource:default/vault-prod');
    await sources.replace('config', configured());
    expect(await specs()).toEqual([]);
  });

  it('leave no trace of a migration that is undone', async () => {
    const { db, registry } = await registryOf(await open());
    await registry.register(registration(spec));
    await db('transitions').insert({
      entity_ref: 'resource:default/vault-prod',
      kind: 'drift',
      at: '2026-11-26T00:00:00.000Z',
      recorded_at: '2026-11-26T00:00:00.000Z',
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const migration = require('../../migrations/20261126_specs_and_drift.js');
    await migration.down(db);
    await expect(db('clusters')).resolves.toHaveLength(1);
    await expect(db('transitions')).resolves.toEqual([]);
    await expect(db.schema.hasColumn('clusters', 'spec')).resolves.toBe(false);
    await expect(db.schema.hasTable('drifts')).resolves.toBe(false);
    await migration.up(db);
    await expect(registry.specified()).resolves.toEqual([]);
  });
});

describe('a registration with a spec', () => {
  const send = async (body: object) => {
    const portal = await startPortal();
    const response = await request(portal.server)
      .post(path)
      .send({ ref: prod, owner, ...body });
    const fleet = await request(portal.server).get(path);
    return { fleet: fleet.body, response };
  };

  it('is taken, and its spec given out by no route', async () => {
    const { fleet, response } = await send({
      spec: { ...spec, values: { server: { logLevel: 'only-in-the-spec' } } },
    });
    expect(response.status).toBe(201);
    expect(fleet).toHaveLength(1);
    const shown = JSON.stringify([response.body, fleet]);
    expect(shown).not.toContain('only-in-the-spec');
    expect(shown).not.toContain('"spec"');
  });

  it.each([
    [{ ...spec, vaultToken: 'hvs.s3cr3t' }, /spec: .*vaultToken/],
    [{ ...spec, reinitialise: 'vault-prod' }, /spec: .*reinitialise/],
    [{ ...spec, cluster: 'dev' }, /spec\.cluster: it is of dev/],
    [{ ...spec, account: '999999999999' }, /spec\.account: it is of 9999/],
    [{ ...spec, release: 'other' }, /spec\.release: it is of other/],
    [{ ...spec, replicas: 0 }, /spec\.replicas: /],
    ['a string', /spec: /],
  ])('is refused with %j, by name', async (given, named) => {
    const { fleet, response } = await send({ spec: given });
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(named);
    expect(response.text).not.toContain('s3cr3t');
    expect(fleet).toEqual([]);
  });

  it('may be large', async () => {
    const values = { server: { extraLabels: { long: 'x'.repeat(300_000) } } };
    const { response } = await send({ spec: { ...spec, values } });
    expect(response.status).toBe(201);
  });
});

describe('a spec in app-config', () => {
  it.each([
    [{ replicas: 0 }, 'vaultEks.clusters[0].spec.replicas: '],
    [{ cluster: 'dev' }, 'vaultEks.clusters[0].spec.cluster: '],
    [[], 'vaultEks.clusters[0].spec'],
  ])(
    'that cannot be used is refused at the start: %j',
    async (given, message) => {
      await expect(
        startPortal({
          vaultEksConfig: { clusters: [{ ...prod, owner, spec: given }] },
        }),
      ).rejects.toThrow(message);
    },
  );
});
