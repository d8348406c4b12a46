import { backOffMs } from './backOff';

describe('backOffMs', () => {
  const backOff = { firstMs: 1_000, maxMs: 8_000 };

  it('doubles, and stays below the cap', () => {
    const waits = [1, 2, 3, 4, 5, 1_000].map(failures =>
      backOffMs(failures, backOff, () => 0.5),
    );
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it('is spread by a fifth each way', () => {
    expect(backOffMs(1, backOff, () => 0)).toBe(800);
    expect(backOffMs(1, backOff, () => 1)).toBe(1_200);
  });
});
