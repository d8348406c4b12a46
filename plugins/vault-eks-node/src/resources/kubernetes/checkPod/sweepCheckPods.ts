import type { V1Pod } from '@kubernetes/client-node';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../connections/kubernetes';
import { isOurs, Owner } from '../ownership';
import { CHECK_POD_LABEL } from './CheckPod';

/** Whoever runs a check reads its pod within this time after its end. */
const READ_WITHIN_MS = 15_000;

const timeOf = (date: Date | string | undefined) =>
  date ? new Date(date).getTime() : Number.NaN;

/** Whether nobody waits for the pod any more: it ended a while ago, or its time is over. */
function abandoned({ metadata, spec, status }: V1Pod, now: number): boolean {
  const finished = (status?.containerStatuses ?? [])
    .map(({ state }) => timeOf(state?.terminated?.finishedAt))
    .filter(time => !Number.isNaN(time));
  const seconds = spec?.activeDeadlineSeconds ?? 0;
  const end = timeOf(metadata?.creationTimestamp) + seconds * 1000;
  const over = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  return (
    now > end + READ_WITHIN_MS ||
    (over && now > Math.max(...finished, 0) + READ_WITHIN_MS)
  );
}

/**
 * Removes what killed checks of this Vault left in its namespace.
 *
 * @returns the names of what was removed
 */
export async function sweepCheckPods(options: {
  readonly kubernetes: Pick<KubernetesConnection, 'list' | 'delete'>;
  readonly owner: Owner;
  /** Default: the namespace of the Vault. */
  readonly namespace?: string;
  readonly call: CallOptions;
}): Promise<readonly string[]> {
  const { kubernetes, owner, call } = options;
  const { namespace = owner.namespace } = options;
  const pods = await kubernetes.list<V1Pod>(
    {
      ...{ apiVersion: 'v1', kind: 'Pod', namespace },
      labelSelector: CHECK_POD_LABEL,
    },
    call,
  );
  const now = Date.now();
  const names = pods
    .filter(pod => isOurs(pod, owner) && abandoned(pod, now))
    .map(pod => pod.metadata?.name ?? '');
  await Promise.all(
    names.map(name =>
      kubernetes.delete(
        { apiVersion: 'v1', kind: 'Pod', name, namespace },
        call,
      ),
    ),
  );
  return names;
}
