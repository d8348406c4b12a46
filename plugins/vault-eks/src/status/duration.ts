import { Duration } from 'luxon';
import type { Translate } from '../hooks/useVaultEksTranslation';

const UNITS = ['days', 'hours', 'minutes', 'seconds'] as const;

function inWords(
  unit: (typeof UNITS)[number],
  value: number,
  t: Translate,
): string {
  return unit === 'days'
    ? t('common.days', { count: value })
    : t(`common.${unit}`, { value: String(value) });
}

/** A time span as a person says it: its two largest units, such as "3 hr, 12 min". */
export function spanForHumans(ms: number, t: Translate): string {
  const parts = Duration.fromMillis(Math.max(0, ms))
    .shiftTo(...UNITS)
    .toObject();
  const first = UNITS.findIndex(unit => Math.floor(parts[unit] ?? 0) > 0);
  if (first === -1) {
    return inWords('seconds', 0, t);
  }
  return UNITS.slice(first, first + 2)
    .map(unit => [unit, Math.floor(parts[unit] ?? 0)] as const)
    .filter(([, value]) => value > 0)
    .map(([unit, value]) => inWords(unit, value, t))
    .join(', ');
}

/** How long ago `since` was, on the clock that wrote `now`. */
export function spanBetween(since: string, now: string, t: Translate): string {
  return spanForHumans(Date.parse(now) - Date.parse(since), t);
}
