import type {
  DriftReport,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import { Announcer } from '../monitor/Announcer';
import { DriftMonitor } from '../monitor/drift/DriftMonitor';
import { DriftStore } from '../monitor/drift/DriftStore';
import { TransitionStore } from '../monitor/TransitionStore';
import { clusterRegistrationSchema } from '../registry/registration';
import { driftReport } from './driftReports';
import { prod } from './fixtures';
import { entityRef, watchedVault } from './watchedVault';

const HOUR = 3_600_000;

/** The spec of the Vault that is watched. */
export const spec: VaultClusterSpecInput = {
  cluster: prod.cluster,
  region: prod.region,
};

/** A database in which one Vault is registered with its spec, and who compares it. */
export async function comparedVault(knex: Knex) {
  const watched = await watchedVault(knex);
  const { clock, db, events, logger, registry, signals, vaultEks } = watched;
  const register = (given?: VaultClusterSpecInput) =>
    registry.register(
      clusterRegistrationSchema.parse({
        ref: prod,
        owner: 'group:default/platform',
        spec: given,
      }),
    );
  await register(spec);
  // The fleet list shows what the monitor has seen.
  await watched.see({});
  const drifts = new DriftStore({ db });
  const compares = () =>
    new DriftMonitor({
      announcer: new Announcer({
        events,
        logger,
        signals,
        transitions: new TransitionStore({
          db,
          claimMs: 60_000,
          clock: clock.now,
        }),
      }),
      backOff: { firstMs: HOUR, maxMs: 24 * HOUR },
      clock: clock.now,
      concurrency: 2,
      drifts,
      logger,
      registry,
      timeoutMs: 1000,
      vaultEks,
    });
  const monitor = compares();
  const round = () => monitor.lookAtAll(new AbortController().signal);
  return {
    ...watched,
    /** Another instance on the same database. */
    compares,
    driftRound: round,
    monitor,
    register,
    /** One round, hours later, in which the engine answers so. */
    async compare(...steps: DriftReport['steps']) {
      clock.forward(6 * HOUR);
      vaultEks.drift.mockResolvedValueOnce(driftReport(...steps));
      await round();
    },
    /** One round, hours later, in which the engine cannot look. */
    async cannotCompare(error: Error) {
      clock.forward(6 * HOUR);
      vaultEks.drift.mockRejectedValueOnce(error);
      await round();
    },
    /** What the fleet list shows. */
    async shown() {
      const rows = await registry.fleet();
      return rows.find(row => row.entityRef === entityRef)?.snapshot?.drift;
    },
    /** The changes on record, the oldest first. */
    async recorded() {
      const { transitions } = await watched.transitions.list({
        entityRef,
        kinds: ['drift', 'drift-resolved'],
        limit: 50,
      });
      return [...transitions].reverse();
    },
  };
}
