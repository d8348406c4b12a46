import { Claim, ClaimFailed } from '../Claim';
import type { Evidence } from '../evidence/Evidence';

/** The lock's 15 seconds bear that much, and no honest clock is off by more. */
const MAX_SKEW_MS = 2_000;

/** A clock that was read while ours went from `from` to `to`, in whole seconds. */
interface Reading {
  readonly whose: string;
  readonly at: number;
  readonly asked: { readonly from: Date; readonly to: Date };
}

/** The least and the most that a clock can be ahead of ours, given that it tells whole seconds only. */
function offsets({ at, asked }: Reading) {
  return {
    least: at - asked.to.getTime(),
    most: at + 1_000 - asked.from.getTime(),
  };
}

/** What two clocks differ by for certain. */
function difference(one: Reading, other: Reading): number {
  const [a, b] = [offsets(one), offsets(other)];
  return Math.max(0, a.least - b.most, b.least - a.most);
}

/** The clocks of the pods' nodes and of the API server, each held against ours, which so does not matter. */
export const clocks = ({
  nodes,
  insider,
}: Pick<Evidence, 'nodes' | 'insider'>): Claim => ({
  id: 'clock-skew',
  claim: 'The clocks of the pods and of the API server agree to two seconds',
  severity: 'warning',
  fix: 'Check chrony on the nodes (kubectl debug node/…): the lock in DynamoDB expires by their clocks.',
  async try(ctx) {
    const [answers, apiServer] = await Promise.all([
      nodes(ctx),
      // Without it the pods can still be held against each other.
      insider(ctx).catch(() => {
        ctx.signal.throwIfAborted();
        return undefined;
      }),
    ]);
    const readings: Reading[] = answers.flatMap(({ pod, health, asked }) =>
      health ? [{ whose: pod, at: health.server_time_utc * 1000, asked }] : [],
    );
    if (apiServer) {
      readings.push({
        whose: 'the API server',
        at: apiServer.createdAt.getTime(),
        asked: apiServer.asked,
      });
    }
    const apart = readings.flatMap((one, i) =>
      readings
        .slice(i + 1)
        .map(other => ({ one, other, ms: difference(one, other) })),
    );
    const skewed = apart.filter(({ ms }) => ms > MAX_SKEW_MS);
    const told = answers.filter(
      ({ health }) => Math.abs(health?.clock_skew_ms ?? 0) > MAX_SKEW_MS,
    );
    if (skewed.length + told.length > 0) {
      throw new ClaimFailed(
        [
          ...skewed.map(
            ({ one, other, ms }) =>
              `${one.whose} and ${other.whose} differ by at least ${(
                ms / 1000
              ).toFixed(1)} s`,
          ),
          ...told.map(
            ({ pod, health }) =>
              `${pod} says that it is ${health?.clock_skew_ms} ms off the leader`,
          ),
        ].join('; '),
      );
    }
    if (readings.length === 0) {
      throw new ClaimFailed('No pod told its time');
    }
    return `${readings.map(({ whose }) => whose).join(', ')}${
      apiServer ? '' : '; the API server could not be asked, without a pod'
    }`;
  },
});
