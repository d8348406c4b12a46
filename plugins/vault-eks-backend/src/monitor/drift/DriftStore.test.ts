import { mockServices } from '@backstage/backend-test-utils';
import { setTimeout as sleep } from 'node:timers/promises';
import { eachDatabase } from '../../__testUtils__/databases';
import { prod } from '../../__testUtils__/fixtures';
import { DatabaseClusterRegistry } from '../../registry/DatabaseClusterRegistry';
import { clusterRegistrationSchema } from '../../registry/registration';
import { outdateDrift } from '../../registry/specs';
import { DriftStore } from './DriftStore';

eachDatabase('DriftStore', open => {
  it('keeps no first look at a spec in whose place another is being registered', async () => {
    const knex = await open();
    const { registry, db } = await DatabaseClusterRegistry.create({
      database: mockServices.database.mock({ getClient: async () => knex }),
    });
    const { cluster, region } = prod;
    const { entityRef } = await registry.register(
      clusterRegistrationSchema.parse({
        ref: prod,
        owner: 'group:default/platform',
        spec: { cluster, region },
      }),
    );
    const [{ spec }] = await registry.specified();
    const registering = await db.transaction();
    await registering('clusters').update({ spec: '{}' });
    await outdateDrift(registering, entityRef, '{}');
    const saving = new DriftStore({ db }).save({
      ...{ entityRef, spec, state: 'none', failures: 0 },
      ...{ differs: [], notCompared: [] },
      lookedAt: '2026-11-26T12:00:00.000Z',
    });
    await sleep(300);
    await registering.commit();
    expect(await saving).toBe(false);
    expect(await new DriftStore({ db }).last(entityRef)).toBeUndefined();
  });
});
