import { DateTime } from 'luxon';

/** The time of a line on the reader's clock; a line of another day says so, lest it be read as one of today. */
export function lineTime(iso: string, now: DateTime = DateTime.now()): string {
  const time = DateTime.fromISO(iso, { zone: now.zone });
  if (!time.isValid) {
    return iso;
  }
  return time.toFormat(
    time.hasSame(now, 'day') ? 'HH:mm:ss.SSS' : 'LLL d HH:mm:ss',
  );
}
