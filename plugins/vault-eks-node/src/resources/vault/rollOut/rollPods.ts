import type { V1Pod } from '@kubernetes/client-node';
import { leaderAmong } from '../../../connections/vault';
import { handOver } from './handOver';
import { mayServe } from './mayServe';
import type { ObservedRollOut } from './outdatedPods';
import { askRunning, isUnsealed, RollContext } from './RollContext';
import { rollStopped } from './rollStopped';
import { waitForPod } from './waitForPod';

/** Deletes a pod, whose StatefulSet then makes it anew. Says which one it was. */
async function deletePod(
  { kubernetes, pods, ctx }: RollContext,
  name: string,
): Promise<string | undefined> {
  const { namespace } = pods;
  const ref = { apiVersion: 'v1', kind: 'Pod', name, namespace };
  const before = await kubernetes.get<V1Pod>(ref, ctx);
  ctx.log(`Replacing pod ${name}`);
  await kubernetes.delete(ref, ctx);
  return before?.metadata?.uid;
}

/** Those that serve nobody go first, then standbys, and the leader last. */
function nextOf(
  outdated: ReadonlySet<string>,
  serving: ReadonlySet<string>,
  leader: string | undefined,
): string {
  const rank = (pod: string) =>
    Number(serving.has(pod)) + Number(pod === leader);
  return [...outdated].sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * Replaces outdated pods one at a time: there is one change of leader, and never more than one pod away. Which one is next
 * is decided anew each time, since the leader may change meanwhile.
 *
 * @throws ServiceUnavailableError at the first pod that does not serve again
 */
export async function rollPods(
  roll: RollContext,
  observed: ObservedRollOut,
): Promise<void> {
  const outdated = new Set(observed.outdated);
  let answers = await askRunning(roll);
  if ((await mayServe(roll, answers)).size === 0) {
    // There is nothing to protect; the new configuration may be what unseals them.
    await Promise.all([...outdated].map(pod => deletePod(roll, pod)));
    return;
  }
  // What a run before this one has replaced, or what is broken: without it, one more away may be all.
  for (const pod of observed.current) {
    answers = await waitForPod(roll, pod, { until: 'serving' });
  }
  while (outdated.size > 0) {
    const serving = await mayServe(roll, answers);
    const leader = leaderAmong(answers);
    const pod = nextOf(outdated, serving, leader);
    const alone = roll.replicas === 1;
    // Silence may be ours: when no other pod says that it is unsealed, this may be the one that serves.
    if (
      serving.has(pod) &&
      !alone &&
      !answers.some(a => a.pod !== pod && isUnsealed(a))
    ) {
      throw await rollStopped(
        roll,
        pod,
        answers.some(a => a.pod === pod && isUnsealed(a))
          ? 'is the only one that is unsealed'
          : 'does not answer, and no other pod says that it is unsealed',
      );
    }
    if (leader === pod) {
      if (alone) {
        roll.ctx.log(
          `Pod ${pod} is the only one: Vault is away until it is back`,
        );
      } else {
        await handOver(roll, pod);
      }
    }
    // What was heard when it served is what the next one is chosen by.
    answers = await waitForPod(roll, pod, {
      until: 'serving',
      replacedUid: await deletePod(roll, pod),
    });
    outdated.delete(pod);
  }
}
