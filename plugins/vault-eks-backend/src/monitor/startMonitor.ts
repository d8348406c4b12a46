import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { Knex } from 'knex';
import type { MonitorRounds } from '../health/MonitorRounds';
import type { Settings } from '../readSettings';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import type { StatusReader } from '../status/StatusReader';
import { Announcer } from './Announcer';
import { ClusterMonitor } from './ClusterMonitor';
import { NotificationQueue } from './NotificationQueue';
import { OwnerNotifier } from './OwnerNotifier';
import type { SnapshotStore } from './SnapshotStore';
import type { TransitionStore } from './TransitionStore';

/** Puts the monitor together. */
export function createMonitor(options: {
  readonly db: Knex;
  readonly events: EventsService;
  readonly logger: LoggerService;
  readonly notifications: NotificationService;
  readonly registry: Pick<ClusterRegistry, 'list'>;
  readonly settings: Settings;
  readonly signals: SignalsService;
  readonly snapshots: SnapshotStore;
  readonly statuses: StatusReader;
  readonly transitions: TransitionStore;
}): ClusterMonitor {
  const { db, settings } = options;
  return new ClusterMonitor({
    ...options,
    announcer: new Announcer(options),
    backOff: settings.monitorBackOff,
    concurrency: settings.monitorConcurrency,
    notifier: new OwnerNotifier({
      ...options,
      holdDownMs: settings.holdDownMs,
      queue: new NotificationQueue({ db }),
    }),
    spreadMs: settings.monitorSpreadMs,
  });
}

/** Runs it, and the daily clean-up, on one instance of the backend at a time, whatever their number. */
export async function startMonitor(options: {
  readonly logger: LoggerService;
  readonly monitor: Pick<ClusterMonitor, 'lookAtAll'>;
  readonly rounds: Pick<MonitorRounds, 'run'>;
  readonly scheduler: SchedulerService;
  readonly settings: Settings;
  readonly transitions: TransitionStore;
}): Promise<void> {
  const { logger, monitor, rounds, scheduler, settings, transitions } = options;
  await scheduler.scheduleTask({
    ...settings.monitorSchedule,
    id: 'vault-eks-monitor',
    fn: signal => rounds.run(during => monitor.lookAtAll(during), signal),
  });
  await scheduler.scheduleTask({
    id: 'vault-eks-prune',
    frequency: { days: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async () => {
      const before = new Date(Date.now() - settings.keepTransitionsForMs);
      const pruned = await transitions.prune(before);
      logger.info(
        `Forgot ${pruned} changes of clusters from before ${before.toISOString()}`,
      );
    },
  });
}
