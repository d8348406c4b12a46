import { Duration } from 'luxon';

const UNITS = ['days', 'hours', 'minutes', 'seconds'] as const;

/** A time span as a person says it: its two largest units, such as "3 h 12 min". */
export function spanForHumans(ms: number): string {
  const parts = Duration.fromMillis(Math.max(0, ms))
    .shiftTo(...UNITS)
    .toObject();
  const first = UNITS.findIndex(unit => Math.floor(parts[unit] ?? 0) > 0);
  if (first === -1) {
    return '0 sec';
  }
  const shown = UNITS.slice(first, first + 2)
    .map(unit => [unit, Math.floor(parts[unit] ?? 0)] as const)
    .filter(([, value]) => value > 0);
  return Duration.fromObject(Object.fromEntries(shown), {
    locale: 'en',
  }).toHuman({ unitDisplay: 'short', listStyle: 'narrow' });
}

/** How long ago `since` was, on the clock that wrote `now`. */
export function spanBetween(since: string, now: string): string {
  return spanForHumans(Date.parse(now) - Date.parse(since));
}
