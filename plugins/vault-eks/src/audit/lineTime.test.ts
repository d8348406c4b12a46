import { DateTime } from 'luxon';
import { lineTime } from './lineTime';

const now = DateTime.fromISO('2026-11-24T00:30:00', { zone: 'Europe/Berlin' });

it.each([
  ['2026-11-23T23:10:05.25Z', '00:10:05.250'],
  ['2026-11-23T22:10:05.25Z', 'Nov 23 23:10:05'],
  ['not a time', 'not a time'],
])('%s is shown as %s', (iso, shown) => {
  expect(lineTime(iso, now)).toBe(shown);
});
