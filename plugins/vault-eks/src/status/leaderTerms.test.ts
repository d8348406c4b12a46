import { aLeaderChange as change } from '../testing/fixtures';
import { leaderTerms } from './leaderTerms';

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('leaderTerms', () => {
  it('ends each term where the next one begins, however the changes come', () => {
    expect(
      leaderTerms(
        [
          change(2, 'vault-1', '2026-11-23T11:00:00Z'),
          change(3, 'vault-2', '2026-11-23T11:59:00Z'),
          change(1, 'vault-0', '2026-11-23T09:00:00Z'),
        ],
        NOW,
      ),
    ).toEqual([
      {
        id: 3,
        pod: 'vault-2',
        since: '2026-11-23T11:59:00Z',
        until: undefined,
        ms: 60_000,
      },
      {
        id: 2,
        pod: 'vault-1',
        since: '2026-11-23T11:00:00Z',
        until: '2026-11-23T11:59:00Z',
        ms: 59 * 60_000,
      },
      {
        id: 1,
        pod: 'vault-0',
        since: '2026-11-23T09:00:00Z',
        until: '2026-11-23T11:00:00Z',
        ms: 120 * 60_000,
      },
    ]);
  });

  it('keeps times in which nobody led, and never counts backwards', () => {
    const [now, nobody] = leaderTerms(
      [
        change(2, 'vault-1', '2026-11-23T12:00:05Z'),
        change(1, undefined, '2026-11-23T11:59:55Z'),
      ],
      NOW,
    );
    expect(now).toMatchObject({ pod: 'vault-1', ms: 0 });
    expect(nobody).toMatchObject({ pod: undefined, ms: 10_000 });
  });

  it('leaves out other changes and times that are none', () => {
    expect(
      leaderTerms(
        [
          { ...change(1, undefined, '2026-11-23T11:00:00Z'), kind: 'sealed' },
          change(2, 'vault-0', 'never'),
        ],
        NOW,
      ),
    ).toEqual([]);
  });
});
