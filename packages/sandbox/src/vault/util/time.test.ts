import { rfc3339Nano } from './time';

describe('rfc3339Nano', () => {
  it('never goes back, and tells two moments apart', () => {
    const moments = Array.from({ length: 5_000 }, () => rfc3339Nano());
    const nanoseconds = moments.map(moment => {
      const [seconds, fraction = ''] = moment.slice(0, -1).split('.');
      return (
        BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n +
        BigInt(fraction.padEnd(9, '0'))
      );
    });
    const sorted = nanoseconds.every(
      (moment, i) => i === 0 || moment > nanoseconds[i - 1],
    );
    expect(sorted).toBe(true);
  });

  it('writes a given moment without zeros at its end', () => {
    expect(rfc3339Nano(new Date('2026-01-02T03:04:05.120Z'))).toBe(
      '2026-01-02T03:04:05.12Z',
    );
    expect(rfc3339Nano(new Date('2026-01-02T03:04:05Z'))).toBe(
      '2026-01-02T03:04:05Z',
    );
  });

  it('is the time of the day', () => {
    expect(Math.abs(Date.parse(rfc3339Nano()) - Date.now())).toBeLessThan(
      2_000,
    );
  });
});
