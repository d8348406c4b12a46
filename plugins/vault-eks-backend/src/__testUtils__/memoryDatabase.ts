import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import createKnex from 'knex';

/** A database in memory that is closed with its backend: Backstage leaves it open, and its timers keep the process from ending. */
export function memoryDatabase() {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  const close = () => knex.destroy();
  return {
    /** For a backend that did not start; one that did closes it when it stops. */
    close,
    feature: createServiceFactory({
      service: coreServices.database,
      deps: { rootLifecycle: coreServices.rootLifecycle },
      createRootContext({ rootLifecycle }) {
        rootLifecycle.addShutdownHook(close);
        return knex;
      },
      factory: (_deps, shared) => ({ getClient: async () => shared }),
    }),
  };
}
