import type { V1Pod } from '@kubernetes/client-node';
import { poll } from '../../../connections/poll';
import { isRunning, leaderAmong, PodAnswer } from '../../../connections/vault';
import { isInTrouble } from './podTrouble';
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

/**
 * Waits until a pod runs, is unsealed, and leads or follows the leader.
 *
 * @param replacedUid - the pod that was deleted, which does not count
 * @throws ServiceUnavailableError with what was found and the way back
 */
export async function waitServing(
  roll: RollContext,
  pod: string,
  replacedUid?: string,
): Promise<void> {
  const { kubernetes, pods, patience, ctx } = roll;
  const { namespace } = pods;
  const ref = { apiVersion: 'v1', kind: 'Pod', name: pod, namespace };
  const begun = new Since();
  const running = new Since();
  // It does not end when the container runs for a moment: that is what a crash loop looks like.
  const trouble = new Since();
  begun.note();
  const outcome = await poll(
    async () => {
      const now = await kubernetes.get<V1Pod>(ref, ctx);
      const isBack = now && now.metadata?.uid !== replacedUid;
      let missing: string | undefined = 'does not come back';
      if (isBack && isRunning(now)) {
        running.note();
        missing = lacking(pod, await askRunning(roll));
        if (!missing) {
          return 'serves' as const;
        }
      } else if (isBack && isInTrouble(now)) {
        trouble.note();
      }
      return begun.is(patience.backMs) ||
        trouble.is(patience.troubleMs) ||
        running.is(patience.servingMs)
        ? { missing }
        : undefined;
    },
    {
      signal: ctx.signal,
      // The limits are those above.
      timeoutMs: Infinity,
      intervalMs: patience.intervalMs,
      onTimeout: () => new Error('never'),
    },
  );
  if (outcome !== 'serves') {
    throw await rollStopped(roll, pod, outcome.missing);
  }
}
