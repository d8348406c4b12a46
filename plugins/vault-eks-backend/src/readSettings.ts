import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type RootConfigService,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type HumanDuration } from '@backstage/types';

/** The plugin's part of app-config, with the defaults filled in. */
export interface Settings {
  readonly statusFreshForMs: number;
  readonly statusTimeoutMs: number;
  readonly tailsPerUser: number;
  readonly monitorSchedule: SchedulerServiceTaskScheduleDefinition;
  readonly monitorConcurrency: number;
}

const MONITOR_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 30 },
  timeout: { minutes: 2 },
  initialDelay: { seconds: 10 },
};

/** Reads app-config once. */
export function readSettings(config: RootConfigService): Settings {
  const milliseconds = (key: string, fallback: HumanDuration) =>
    durationToMilliseconds(
      config.has(key) ? readDurationFromConfig(config, { key }) : fallback,
    );
  const schedule = config.getOptionalConfig('vaultEks.monitor.schedule');
  return {
    statusFreshForMs: milliseconds('vaultEks.status.cacheFor', { seconds: 3 }),
    statusTimeoutMs: milliseconds('vaultEks.status.timeout', { seconds: 20 }),
    tailsPerUser: config.getOptionalNumber('vaultEks.audit.tailsPerUser') ?? 5,
    monitorSchedule: schedule
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
      : MONITOR_SCHEDULE,
    monitorConcurrency:
      config.getOptionalNumber('vaultEks.monitor.concurrency') ?? 4,
  };
}
