import { randomBytes } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex, { type Knex } from 'knex';
import { startPostgres, whyNoPostgres, type Postgres } from './postgres';

// Far beyond what a busy machine takes, with a real database server on it.
jest.setTimeout(60_000);

/** Runs the same tests on SQLite and on a real PostgreSQL; each test opens an empty database. */
export function eachDatabase(
  name: string,
  tests: (open: () => Promise<Knex>) => void,
): void {
  describe(`${name}, on SQLite`, () => {
    const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
    tests(() => databases.init('SQLITE_3'));
  });

  const reason = whyNoPostgres();
  (reason ? describe.skip : describe)(
    `${name}, on PostgreSQL${reason ? ` (skipped: ${reason})` : ''}`,
    () => {
      let postgres: Postgres;
      const opened: Knex[] = [];
      beforeAll(async () => {
        postgres = await startPostgres();
      }, 60_000);
      afterAll(async () => {
        await Promise.all(opened.map(knex => knex.destroy()));
        await postgres?.stop();
      });
      tests(async () => {
        const database = `t${randomBytes(6).toString('hex')}`;
        await postgres.createDatabase(database);
        const knex = createKnex({
          client: 'pg',
          connection: { ...postgres.connection, database },
        });
        opened.push(knex);
        return knex;
      });
    },
  );
}
