import { aFleetCluster, aSnapshot } from '../testing/fixtures';
import { overdueLook } from './lastLook';

const checked = (checkedAt: string) =>
  aFleetCluster('any', { snapshot: aSnapshot({ checkedAt }) });

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('overdueLook', () => {
  it('is silent as long as one of them was looked at lately', () => {
    expect(
      overdueLook(
        [checked('2026-11-23T09:00:00Z'), checked('2026-11-23T11:51:00Z')],
        NOW,
      ),
    ).toBeUndefined();
  });

  it('names the newest look when all are old', () => {
    expect(
      overdueLook(
        [checked('2026-11-23T09:00:00Z'), checked('2026-11-23T11:49:00Z')],
        NOW,
      ),
    ).toBe('2026-11-23T11:49:00Z');
  });

  it('is silent before the first look', () => {
    expect(
      overdueLook([aFleetCluster('new', { snapshot: undefined })], NOW),
    ).toBeUndefined();
  });
});
