import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import createKnex, { type Knex } from 'knex';
import { createMonitor } from '../../plugins/vault-eks-backend/src/monitor/startMonitor';
import { SnapshotStore } from '../../plugins/vault-eks-backend/src/monitor/SnapshotStore';
import { TransitionStore } from '../../plugins/vault-eks-backend/src/monitor/TransitionStore';
import { readSettings } from '../../plugins/vault-eks-backend/src/readSettings';
import { DatabaseClusterRegistry } from '../../plugins/vault-eks-backend/src/registry/DatabaseClusterRegistry';
import { StatusReader } from '../../plugins/vault-eks-backend/src/status/StatusReader';
import type { LightVaults } from './LightVaults';

/** Monitor, database and fleet list of the backend, with the defaults of app-config and none of its surroundings. */
export class BenchPortal {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-bench-'));
  #db: Knex | undefined;
  #server: Server | undefined;

  /** Registers so many clusters and starts the fleet list. */
  async start(vaults: LightVaults, clusters: readonly string[]) {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: path.join(this.#folder, 'portal.sqlite') },
      useNullAsDefault: true,
    });
    this.#db = knex;
    const { registry, db } = await DatabaseClusterRegistry.create({
      database: { getClient: async () => knex },
    });
    for (const cluster of clusters) {
      await registry.register({
        ref: {
          cluster,
          region: 'eu-west-1',
          account: '111122223333',
          namespace: 'vault',
          release: 'vault',
        },
        owner: 'group:default/platform',
      });
    }
    const settings = readSettings(mockServices.rootConfig({ data: {} }));
    const unused = async () => {
      throw new Error('The monitor only reads statuses');
    };
    const statuses = new StatusReader({
      freshForMs: settings.statusFreshForMs,
      timeoutMs: settings.statusTimeoutMs,
      vaultEks: {
        plan: unused,
        deploy: unused,
        ensure: unused,
        drift: unused,
        destroy: unused,
        verify: unused,
        status: vaults.status,
        async *tailAudit() {},
      },
    });
    const quiet = () => {};
    const logger = {
      debug: quiet,
      info: quiet,
      warn: quiet,
      error: quiet,
      child: () => logger,
    };
    const monitor = createMonitor({
      db,
      events: { publish: async () => {}, subscribe: async () => {} },
      logger,
      notifications: { send: async () => {} },
      registry,
      settings,
      signals: { publish: async () => {} },
      snapshots: new SnapshotStore({ db }),
      statuses,
      transitions: new TransitionStore({ db, claimMs: settings.claimMs }),
    });
    const app = express().get('/', async (_, res) => {
      res.json(await registry.fleet());
    });
    this.#server = createServer(app).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return { monitor, registry, statuses };
  }

  /** Reads the whole fleet list over HTTP. */
  async readFleet(): Promise<unknown[]> {
    const address = this.#server?.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return answer.json();
  }

  async stop() {
    this.#server?.closeAllConnections();
    this.#server?.close();
    await this.#db?.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
