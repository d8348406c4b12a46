import { english } from '../__testUtils__/english';
import { spanBetween, spanForHumans } from './duration';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('spanForHumans', () => {
  it.each([
    [0, '0 sec'],
    [4 * SECOND + 900, '4 sec'],
    [3 * MINUTE, '3 min'],
    [3 * HOUR + 12 * MINUTE + 40 * SECOND, '3 hr, 12 min'],
    [2 * HOUR + 5 * SECOND, '2 hr'],
    [41 * DAY + 7 * HOUR, '41 days, 7 hr'],
  ])('says %d ms as %s', (ms, words) => {
    expect(spanForHumans(ms, english)).toBe(words);
  });

  it('never counts backwards when clocks disagree', () => {
    expect(
      spanBetween('2026-11-23T12:00:05Z', '2026-11-23T12:00:00Z', english),
    ).toBe('0 sec');
  });
});
