import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { durationToMilliseconds, type HumanDuration } from '@backstage/types';

const ROUNDS = 3;
const HOUR_MS = 3_600_000;

const millisecondsOf = (
  duration: HumanDuration | { toMillis(): number },
): number =>
  'toMillis' in duration
    ? duration.toMillis()
    : durationToMilliseconds(duration);

/** How long, in milliseconds, the monitor may go without a finished round: three of them, and the time that one may take. */
export function lateAfter({
  frequency,
  timeout,
}: SchedulerServiceTaskScheduleDefinition): number {
  // How often a cron expression runs differs from run to run.
  const between =
    'cron' in frequency || 'trigger' in frequency
      ? HOUR_MS
      : ROUNDS * millisecondsOf(frequency);
  return between + millisecondsOf(timeout);
}
