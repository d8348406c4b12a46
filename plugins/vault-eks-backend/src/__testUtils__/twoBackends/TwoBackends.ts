import type { JsonObject } from '@backstage/types';
import createKnex, { type Knex } from 'knex';
import { prod } from '../fixtures';
import { freePort, startPostgres, type Postgres } from '../postgres';
import { untilTrue } from '../untilTrue';
import { startBackend, type RunningBackend } from './startBackend';
import { World } from './World';

/** Far beyond what a busy machine takes to load a backend: reached only by what never happens. */
const NEVER_MS = 150_000;

const DATABASE = 'backstage_plugin_vault-eks';

/** Backends as processes on one real PostgreSQL, in which one Vault is registered. */
export class TwoBackends {
  readonly world: World;
  readonly db: Knex;
  readonly #postgres: Postgres;
  readonly #vaultEks: JsonObject;
  readonly #running = new Map<string, RunningBackend>();

  private constructor(options: {
    readonly world: World;
    readonly db: Knex;
    readonly postgres: Postgres;
    readonly vaultEks: JsonObject;
  }) {
    this.world = options.world;
    this.db = options.db;
    this.#postgres = options.postgres;
    this.#vaultEks = options.vaultEks;
  }

  /** Starts `one`, registers the Vault, and starts `two`. */
  static async start(options: {
    /** `vaultEks` of app-config. */
    readonly vaultEks: JsonObject;
    /** Of the Vault. */
    readonly spec?: JsonObject;
  }): Promise<TwoBackends> {
    const { vaultEks, spec } = options;
    const postgres = await startPostgres();
    const world = await World.start();
    await postgres.createDatabase(DATABASE);
    const db = createKnex({
      client: 'pg',
      connection: { ...postgres.connection, database: DATABASE },
    });
    const backends = new TwoBackends({ world, db, postgres, vaultEks });
    try {
      await backends.#begin(spec);
      return backends;
    } catch (error) {
      await backends.stop();
      throw error;
    }
  }

  async #begin(spec?: JsonObject): Promise<void> {
    const { db } = this;
    await this.add('one');
    await this.until('the first backend has made its tables', async () =>
      db
        .raw('select 1 from drifts')
        .then(() => true)
        .catch(() => false),
    );
    await db('clusters').insert({
      ...prod,
      entity_ref: 'resource:default/vault-prod',
      owner: 'group:default/platform',
      registered_at: new Date().toISOString(),
      spec: spec ? JSON.stringify(spec) : null,
    });
    await this.add('two');
  }

  /** The names of those that run. */
  get names(): string[] {
    return [...this.#running.keys()];
  }

  async add(name: string): Promise<void> {
    const port = await freePort();
    const config = {
      backend: {
        baseUrl: `http://localhost:${port}`,
        listen: { host: '127.0.0.1', port },
        database: { client: 'pg', connection: this.#postgres.connection },
      },
      vaultEks: this.#vaultEks,
    };
    this.#running.set(
      name,
      await startBackend({ name, config, worldUrl: this.world.url }),
    );
  }

  /** As a machine that loses its power does it. */
  async kill(name: string): Promise<void> {
    await this.#running.get(name)?.kill();
    this.#running.delete(name);
  }

  /** Kinds of the changes that were told, in order. */
  kinds(): string[] {
    return this.world.events.map(({ transition }) => transition.kind);
  }

  /** Looks until it is so; what never is fails with the logs. */
  async until(
    what: string,
    look: () => boolean | Promise<boolean>,
  ): Promise<void> {
    await untilTrue(what, look, NEVER_MS).catch(error => {
      const logs = [...this.#running.values()].map(({ log }) => log());
      throw new Error(`${error.message}\n${logs.join('\n')}`);
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map(one => one.kill()));
    this.world.stop();
    await this.db.destroy();
    await this.#postgres.stop();
  }
}
