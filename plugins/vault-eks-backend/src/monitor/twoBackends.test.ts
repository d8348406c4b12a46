import createKnex, { type Knex } from 'knex';
import { prod } from '../__testUtils__/fixtures';
import {
  freePort,
  startPostgres,
  whyNoPostgres,
  type Postgres,
} from '../__testUtils__/postgres';
import {
  startBackend,
  type RunningBackend,
} from '../__testUtils__/twoBackends/startBackend';
import { World } from '../__testUtils__/twoBackends/World';
import { untilTrue } from '../__testUtils__/untilTrue';

jest.setTimeout(180_000);

const reason = whyNoPostgres();

(reason ? describe.skip : describe)(
  `two backends on one PostgreSQL${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    let postgres: Postgres;
    let world: World;
    let db: Knex;
    const running = new Map<string, RunningBackend>();

    const start = async (name: string) => {
      const port = await freePort();
      const config = {
        backend: {
          baseUrl: `http://localhost:${port}`,
          listen: { host: '127.0.0.1', port },
          database: { client: 'pg', connection: postgres.connection },
        },
        vaultEks: {
          status: { cacheFor: { milliseconds: 0 } },
          monitor: {
            schedule: {
              frequency: { milliseconds: 300 },
              timeout: { seconds: 4 },
            },
            spread: { milliseconds: 0 },
          },
        },
      };
      running.set(
        name,
        await startBackend({ name, config, worldUrl: world.url }),
      );
    };
    const logs = () => [...running.values()].map(({ log }) => log()).join('\n');
    const until = (what: string, look: () => boolean) =>
      untilTrue(what, look, 60_000).catch(error => {
        throw new Error(`${error.message}\n${logs()}`);
      });
    const kinds = () => world.events.map(({ transition }) => transition.kind);

    beforeAll(async () => {
      postgres = await startPostgres();
      world = await World.start();
      const database = 'backstage_plugin_vault-eks';
      await postgres.createDatabase(database);
      db = createKnex({
        client: 'pg',
        connection: { ...postgres.connection, database },
      });
      await start('one');
      await untilTrue(
        'the first backend has made its tables',
        async () =>
          db
            .raw('select 1 from transitions')
            .then(() => true)
            .catch(() => false),
        60_000,
      );
      await db('clusters').insert({
        ...prod,
        entity_ref: 'resource:default/vault-prod',
        owner: 'group:default/platform',
        registered_at: new Date().toISOString(),
      });
      await start('two');
    });

    afterAll(async () => {
      await Promise.all([...running.values()].map(one => one.kill()));
      world?.stop();
      await db?.destroy();
      await postgres?.stop();
    });

    it('look at a Vault one at a time', async () => {
      await until('both have looked', () =>
        ['one', 'two'].every(name => world.askers.includes(name)),
      );
      const asked = world.askers.length;
      await until('ten more rounds', () => world.askers.length > asked + 10);
      expect(world.mostAtOnce).toBe(1);
      expect(kinds()).toEqual([]);
    });

    it('lose and double nothing when the one that looks is killed before it has told', async () => {
      const held = world.holdTheTeller();
      world.status = { sealed: true };
      const name = await held;
      await running.get(name)?.kill();
      running.delete(name);
      expect(kinds()).toEqual([]);
      const survivor = [...running.keys()][0];

      await until('the other has told', () => kinds().length > 0);
      await until('the owner was told', () => world.titles.length > 0);
      world.status = { sealed: false };
      await until('the next change is told', () => kinds().length > 1);
      const asked = world.askers.length;
      await until('five more rounds', () => world.askers.length > asked + 5);

      expect(
        world.events.map(({ from, transition }) => [from, transition.kind]),
      ).toEqual([
        [survivor, 'sealed'],
        [survivor, 'unsealed'],
      ]);
      await expect(
        db('transitions').orderBy('id').pluck('kind'),
      ).resolves.toEqual(['leader-changed', 'sealed', 'unsealed']);
      expect(world.titles).toEqual([
        'Vault is sealed: prod',
        'Vault is unsealed again: prod',
      ]);
      expect(world.mostAtOnce).toBe(1);
    });

    it('a backend that comes back joins, and tells nothing twice', async () => {
      const told = kinds().length;
      await start('three');
      await until('it has looked', () => world.askers.includes('three'));
      world.status = {
        sealed: false,
        leader: { pod: 'vault-1', since: '2026-11-26T00:00:00.000Z' },
      };
      await until('the new leader is told', () => kinds().length > told);
      const asked = world.askers.length;
      await until('five more rounds', () => world.askers.length > asked + 5);
      expect(kinds().slice(told)).toEqual(['leader-changed']);
    });
  },
);
