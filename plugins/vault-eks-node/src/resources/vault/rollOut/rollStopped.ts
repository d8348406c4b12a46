import type { V1Secret } from '@kubernetes/client-node';
import { ServiceUnavailableError } from '@backstage/errors';
import { diagnosePod } from './diagnosePod';
import { ObservedRollOut, outdatedPods } from './outdatedPods';
import type { RollContext } from './RollContext';

/** The revision that was deployed before the newest, by the labels that helm gives its records. */
async function revisionBefore({
  kubernetes,
  pods,
  ctx,
}: RollContext): Promise<number | undefined> {
  const records = await kubernetes.list<V1Secret>(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: pods.namespace,
      labelSelector: `owner=helm,name=${pods.release}`,
    },
    ctx,
  );
  const superseded = records
    .map(({ metadata }) => metadata?.labels ?? {})
    .filter(({ status }) => status === 'superseded')
    .map(({ version }) => Number(version));
  return superseded.length > 0 ? Math.max(...superseded) : undefined;
}

const some = (names: readonly string[]) =>
  names.length > 0 ? names.join(', ') : 'none';

function oldAndNew({ outdated, current }: ObservedRollOut): string[] {
  return outdated.length > 0
    ? [`Old: ${some(outdated)}; new: ${some(current)}.`]
    : [];
}

/**
 * The error that ends a roll at a pod: what was found, which pods are old and new, and both ways on. Deleting the pod is
 * needed after a rollback too: its StatefulSet replaces no pod by itself. A first installation has no way back.
 */
export async function rollStopped(
  roll: RollContext,
  pod: string,
  problem: string,
): Promise<Error> {
  const { kubernetes, pods, ctx } = roll;
  const { namespace, release } = pods;
  // What stopped the roll is worth telling although the API server does not answer any more.
  const ifTold = <T>(answer: Promise<T>) =>
    answer.catch(() => {
      ctx.signal.throwIfAborted();
      return undefined;
    });
  const [found, state, before] = await Promise.all([
    ifTold(diagnosePod(roll, pod)),
    ifTold(outdatedPods({ kubernetes, pods, replicas: roll.replicas }, ctx)),
    ifTold(revisionBefore(roll)),
  ]);
  const back = `helm rollback ${release} ${before} --namespace ${namespace} && kubectl delete pod ${pod} --namespace ${namespace}, or run the deploy with the former values`;
  return new ServiceUnavailableError(
    [
      `Pod ${pod} ${problem}; no other pod is touched.`,
      ...(found ? [found] : []),
      ...(state ? oldAndNew(state) : []),
      'The way on: mend the cause and run the deploy again; it goes on here.',
      ...(before === undefined ? [] : [`The way back: ${back}.`]),
    ].join(' '),
  );
}
