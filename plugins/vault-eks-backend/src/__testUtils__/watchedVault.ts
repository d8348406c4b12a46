import { mockServices } from '@backstage/backend-test-utils';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import { z } from 'zod/v3';
import { Announcer } from '../monitor/Announcer';
import { ClusterMonitor } from '../monitor/ClusterMonitor';
import { NotificationQueue } from '../monitor/NotificationQueue';
import { OwnerNotifier } from '../monitor/OwnerNotifier';
import { SnapshotStore } from '../monitor/SnapshotStore';
import { TransitionStore } from '../monitor/TransitionStore';
import { DatabaseClusterRegistry } from '../registry/DatabaseClusterRegistry';
import { StatusReader } from '../status/StatusReader';
import { fakeVaultEks, healthy, prod } from './fixtures';

/** The entity ref of the Vault that is watched. */
export const entityRef = 'resource:default/vault-prod';

const toldSchema = z.object({ kind: z.string() });

const START = Date.parse('2026-11-26T00:00:00.000Z');

/** A clock that a test winds forward. */
export class WoundClock {
  #now = START;

  readonly now = () => new Date(this.#now);

  forward(ms: number) {
    this.#now += ms;
  }
}

/** One instance of the monitor on a database, with everyone whom it tells. */
export function monitorOn(
  db: Knex,
  registry: DatabaseClusterRegistry,
  clock: WoundClock,
) {
  const vaultEks = fakeVaultEks();
  const events = mockServices.events.mock();
  const signals = { publish: jest.fn() };
  const notifications = { send: jest.fn() };
  const logger = mockServices.logger.mock();
  const snapshots = new SnapshotStore({ db });
  const transitions = new TransitionStore({
    db,
    claimMs: 60_000,
    clock: clock.now,
  });
  const monitor = new ClusterMonitor({
    announcer: new Announcer({ events, logger, signals, transitions }),
    backOff: { firstMs: 30_000, maxMs: 600_000 },
    clock: clock.now,
    concurrency: 2,
    logger,
    notifier: new OwnerNotifier({
      clock: clock.now,
      holdDownMs: 600_000,
      logger,
      notifications,
      queue: new NotificationQueue({ db }),
    }),
    registry,
    snapshots,
    spreadMs: 0,
    statuses: new StatusReader({ vaultEks, freshForMs: 0, timeoutMs: 1000 }),
  });
  const round = () => monitor.lookAtAll(new AbortController().signal);
  return {
    events,
    logger,
    notifications,
    round,
    signals,
    snapshots,
    transitions,
    vaultEks,
    /** One round, some seconds later, in which the Vault answers so. */
    async see(status: Partial<VaultClusterStatus>) {
      clock.forward(5_000);
      vaultEks.status.mockResolvedValueOnce({ ...healthy, ...status });
      await round();
    },
    /** One round, some time later, in which nothing answers. */
    async missAfter(ms: number) {
      clock.forward(ms);
      vaultEks.status.mockRejectedValueOnce(new Error('no route to 10.0.0.1'));
      await round();
    },
    /** What other plugins were told of. */
    told: () =>
      events.publish.mock.calls.map(
        ([{ eventPayload }]) => toldSchema.parse(eventPayload).kind,
      ),
    /** What the owner was told. */
    titles: () =>
      notifications.send.mock.calls.map(([{ payload }]) => payload.title),
  };
}

/** A database in which one Vault is registered. */
export async function watchedVault(knex: Knex) {
  const { registry, db } = await DatabaseClusterRegistry.create({
    database: mockServices.database.mock({ getClient: async () => knex }),
  });
  await registry.register({ ref: prod, owner: 'group:default/platform' });
  const clock = new WoundClock();
  return { clock, db, registry, ...monitorOn(db, registry, clock) };
}
