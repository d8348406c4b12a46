import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { Knex } from 'knex';
import type { Settings } from '../../readSettings';
import type { SpecifiedClusters } from '../../registry/specs';
import { Announcer } from '../Announcer';
import type { TransitionStore } from '../TransitionStore';
import { DriftMonitor } from './DriftMonitor';
import { DriftStore } from './DriftStore';

/**
 * Compares clusters with their specs, unless app-config says not to, on one instance of the backend at a time: all of
 * them every few hours, and those that were registered lately within minutes.
 */
export async function startDriftMonitor(options: {
  readonly db: Knex;
  readonly events: EventsService;
  readonly logger: LoggerService;
  readonly registry: SpecifiedClusters;
  readonly scheduler: SchedulerService;
  readonly settings: Settings;
  readonly signals: SignalsService;
  readonly transitions: TransitionStore;
  readonly vaultEks: VaultEks;
}): Promise<void> {
  const { db, scheduler, settings } = options;
  if (!settings.driftEnabled) {
    return;
  }
  const monitor = new DriftMonitor({
    ...options,
    announcer: new Announcer(options),
    backOff: settings.driftBackOff,
    concurrency: settings.driftConcurrency,
    drifts: new DriftStore({ db }),
    timeoutMs: settings.driftTimeoutMs,
  });
  await scheduler.scheduleTask({
    ...settings.driftSchedule,
    id: 'vault-eks-drift',
    fn: signal => monitor.lookAtAll(signal),
  });
  await scheduler.scheduleTask({
    ...settings.driftNewSchedule,
    id: 'vault-eks-drift-new',
    fn: signal => monitor.lookAtUnsettled(signal),
  });
}
