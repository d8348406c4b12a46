import { tryClaim } from '../Claim';
import type { NodeAnswer } from '../evidence/askNodes';
import { clocks } from './clocks';

const ctx = { signal: new AbortController().signal, log: () => undefined };
const asked = (second: number, tookMs = 40) => ({
  from: new Date(second * 1000),
  to: new Date(second * 1000 + tookMs),
});

/** A node that tells this second, when ours was another one. */
const node = (
  pod: string,
  tells: number,
  ours: number,
  skewMs?: number,
): NodeAnswer => ({
  pod,
  asked: asked(ours),
  health: {
    initialized: true,
    sealed: false,
    standby: true,
    version: '2.0.4',
    server_time_utc: tells,
    clock_skew_ms: skewMs,
  },
});

const tried = (nodes: readonly NodeAnswer[], apiServer?: number) =>
  tryClaim(
    clocks({
      nodes: async () => nodes,
      insider: async () => {
        if (apiServer === undefined) {
          throw new Error('no pod');
        }
        return {
          ...{ node: 'n', exitCode: 0, log: '', annotations: {} },
          createdAt: new Date(apiServer * 1000),
          asked: asked(1_000),
        };
      },
    }),
    ctx,
  );

describe('the clocks', () => {
  it('agree when whole seconds are all that they differ by', async () => {
    expect(
      await tried([node('a', 1_000, 1_000), node('b', 1_001, 1_000)], 999),
    ).toMatchObject({ passed: true, detail: 'a, b, the API server' });
  });

  it('does not count what this machine is off by', async () => {
    expect(
      await tried([node('a', 1_500, 1_000), node('b', 1_500, 1_000)]),
    ).toMatchObject({
      passed: true,
      detail: 'a, b; the API server could not be asked, without a pod',
    });
  });

  it('tells which two differ, and by how much for certain', async () => {
    expect(
      await tried([node('a', 1_000, 1_000), node('b', 1_006, 1_000)], 1_000),
    ).toMatchObject({
      passed: false,
      severity: 'warning',
      detail:
        'a and b differ by at least 5.0 s; b and the API server differ by at least 5.0 s',
    });
  });

  it('believes what a standby says of itself', async () => {
    expect(await tried([node('a', 1_000, 1_000, -3_000)])).toMatchObject({
      passed: false,
      detail: 'a says that it is -3000 ms off the leader',
    });
  });
});
