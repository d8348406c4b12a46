import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type RootConfigService,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import type { HumanDuration } from '@backstage/types';
import { countIn, millisecondsIn, timeLimitIn } from './configValues';

/** The plugin's part of app-config, with the defaults filled in. */
export interface Settings {
  readonly statusFreshForMs: number;
  readonly statusTimeoutMs: number;
  readonly tailsPerUser: number;
  readonly tailsTotal: number;
  readonly monitorSchedule: SchedulerServiceTaskScheduleDefinition;
  readonly monitorConcurrency: number;
  readonly monitorSpreadMs: number;
  readonly monitorBackOff: { readonly firstMs: number; readonly maxMs: number };
  /** How long a change is claimed by who announces it: as long as the round belongs to one instance. */
  readonly claimMs: number;
  readonly holdDownMs: number;
  readonly keepTransitionsForMs: number;
  readonly driftEnabled: boolean;
  readonly driftSchedule: SchedulerServiceTaskScheduleDefinition;
  /** For those that were registered since the last look. */
  readonly driftNewSchedule: SchedulerServiceTaskScheduleDefinition;
  readonly driftConcurrency: number;
  readonly driftTimeoutMs: number;
  readonly driftBackOff: { readonly firstMs: number; readonly maxMs: number };
  readonly sourcesSchedule: SchedulerServiceTaskScheduleDefinition;
}

const MONITOR_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 30 },
  timeout: { minutes: 2 },
  initialDelay: { seconds: 10 },
};

const DRIFT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { hours: 6 },
  timeout: { hours: 1 },
  initialDelay: { minutes: 5 },
};

const DRIFT_NEW_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 30 },
  initialDelay: { minutes: 2 },
};

const SOURCES_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 1 },
  timeout: { seconds: 50 },
  initialDelay: { seconds: 5 },
};

/**
 * Reads app-config once.
 *
 * @throws Error or InputError naming the path of a value that cannot be used
 */
export function readSettings(config: RootConfigService): Settings {
  const milliseconds = (key: string, fallback: HumanDuration) =>
    millisecondsIn(config, key, fallback);
  const count = (key: string, fallback: number) =>
    countIn(config, key, fallback);
  const schedule = (
    key: string,
    fallback: SchedulerServiceTaskScheduleDefinition,
  ) => {
    const configured = config.getOptionalConfig(key);
    return configured
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(configured)
      : fallback;
  };
  return {
    statusFreshForMs: milliseconds('vaultEks.status.cacheFor', { seconds: 3 }),
    statusTimeoutMs: timeLimitIn(config, 'vaultEks.status.timeout', {
      seconds: 20,
    }),
    tailsPerUser: count('vaultEks.audit.tailsPerUser', 5),
    tailsTotal: count('vaultEks.audit.tailsTotal', 200),
    monitorSchedule: schedule('vaultEks.monitor.schedule', MONITOR_SCHEDULE),
    monitorConcurrency: count('vaultEks.monitor.concurrency', 20),
    monitorSpreadMs: milliseconds('vaultEks.monitor.spread', { seconds: 2 }),
    monitorBackOff: {
      firstMs: milliseconds('vaultEks.monitor.backOff.first', { seconds: 30 }),
      maxMs: milliseconds('vaultEks.monitor.backOff.max', { minutes: 15 }),
    },
    claimMs: milliseconds('vaultEks.monitor.schedule.timeout', { minutes: 2 }),
    holdDownMs: milliseconds('vaultEks.monitor.holdDown', { minutes: 10 }),
    keepTransitionsForMs: milliseconds('vaultEks.monitor.keepTransitionsFor', {
      days: 90,
    }),
    driftEnabled: config.getOptionalBoolean('vaultEks.drift.enabled') ?? true,
    driftSchedule: schedule('vaultEks.drift.schedule', DRIFT_SCHEDULE),
    driftNewSchedule: schedule(
      'vaultEks.drift.newSchedule',
      DRIFT_NEW_SCHEDULE,
    ),
    driftConcurrency: count('vaultEks.drift.concurrency', 2),
    driftTimeoutMs: timeLimitIn(config, 'vaultEks.drift.timeout', {
      minutes: 2,
    }),
    driftBackOff: {
      firstMs: milliseconds('vaultEks.drift.backOff.first', { hours: 1 }),
      maxMs: milliseconds('vaultEks.drift.backOff.max', { days: 1 }),
    },
    sourcesSchedule: schedule('vaultEks.sources.schedule', SOURCES_SCHEDULE),
  };
}
