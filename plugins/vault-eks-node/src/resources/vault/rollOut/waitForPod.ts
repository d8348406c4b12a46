import type { V1Pod } from '@kubernetes/client-node';
import { poll } from '../../../connections/poll';
import {
  askPods,
  isRunning,
  leaderAmong,
  PodAnswer,
} from '../../../connections/vault';
import { troubleOf } from './podTrouble';
import { askRunning, isUnsealed, RollContext } from './RollContext';
import { rollStopped } from './rollStopped';

/** Whether a pod is unsealed, and leads or follows the one that does; else what is missing. */
function lacking(
  pod: string,
  answers: readonly PodAnswer[],
): string | undefined {
  const own = answers.find(answer => answer.pod === pod);
  const leading = leaderAmong(answers);
  const leader = answers.find(answer => answer.pod === leading);
  if (!own?.health) {
    return 'does not answer';
  }
  if (!isUnsealed(own)) {
    return 'stays sealed';
  }
  if (!leader) {
    return 'is unsealed, but no pod leads';
  }
  // After a change of leader a standby names the former one for a while; what is sent to it fails until it has noticed.
  return pod === leading ||
    own.leader?.leader_address === leader.leader?.leader_address
    ? undefined
    : `is unsealed, but does not follow ${leading}`;
}

/** Notes since when something has been so. */
class Since {
  #from: number | undefined;

  note(): void {
    this.#from ??= Date.now();
  }

  /** Whether that is as long ago. */
  is(milliseconds: number): boolean {
    return this.#from !== undefined && Date.now() - this.#from >= milliseconds;
  }
}

/** What is waited for. */
export interface PodWait {
  /** `running`: whatever Vault says of itself. `serving`: it is unsealed, and leads or follows the leader. */
  readonly until: 'running' | 'serving';
  /** The pod that was deleted, which does not count. */
  readonly replacedUid?: string;
}

/** The others are asked only once the pod itself is unsealed: until then nothing hangs on what they say. */
async function askFor(
  roll: RollContext,
  pod: string,
): Promise<readonly PodAnswer[]> {
  const own = await askPods(roll.pods, [pod], roll.ctx);
  return own.some(isUnsealed) ? await askRunning(roll) : own;
}

/**
 * @returns what the pods said when this one was as wanted; nothing when that was not asked
 * @throws ServiceUnavailableError with what was found and the way back
 */
export async function waitForPod(
  roll: RollContext,
  pod: string,
  { until, replacedUid }: PodWait,
): Promise<readonly PodAnswer[]> {
  const { kubernetes, pods, patience, ctx } = roll;
  const { namespace } = pods;
  const ref = { apiVersion: 'v1', kind: 'Pod', name: pod, namespace };
  const begun = new Since();
  const running = new Since();
  // They do not end when the container runs for a moment: that is what a crash loop looks like.
  const trouble = { stuck: new Since(), crashing: new Since() };
  begun.note();
  let answers: readonly PodAnswer[] = [];
  let runsNow = false;
  const outcome = await poll(
    async () => {
      const now = await kubernetes.get<V1Pod>(ref, ctx);
      const isBack = now && now.metadata?.uid !== replacedUid;
      let missing: string | undefined =
        until === 'running' ? 'does not run' : 'does not come back';
      runsNow = false;
      if (isBack && isRunning(now)) {
        runsNow = true;
        running.note();
        if (until === 'running') {
          return 'well' as const;
        }
        answers = await askFor(roll, pod);
        missing = lacking(pod, answers);
        if (!missing) {
          return 'well' as const;
        }
      } else if (isBack) {
        const kind = troubleOf(now);
        if (kind) {
          trouble[kind].note();
        }
      }
      return begun.is(patience.backMs) ||
        trouble.stuck.is(patience.stuckMs) ||
        trouble.crashing.is(patience.crashMs) ||
        running.is(patience.servingMs)
        ? { missing }
        : undefined;
    },
    {
      signal: ctx.signal,
      // The limits are those above.
      timeoutMs: Infinity,
      intervalMs: () => (runsNow ? patience.askMs : patience.intervalMs),
      onTimeout: () => new Error('never'),
    },
  );
  if (outcome !== 'well') {
    throw await rollStopped(roll, pod, outcome.missing);
  }
  return answers;
}
