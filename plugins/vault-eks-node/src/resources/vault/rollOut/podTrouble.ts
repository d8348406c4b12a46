import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';

const CRASHING = 'CrashLoopBackOff';

/** States of a container that it rarely leaves by itself; by the kubelet's own names. */
const STUCK: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

const containersOf = (pod: V1Pod): readonly V1ContainerStatus[] => [
  ...(pod.status?.initContainerStatuses ?? []),
  ...(pod.status?.containerStatuses ?? []),
];

/** Whether a container of the pod cannot be started, or ends again and again. */
export function troubleOf(pod: V1Pod): 'stuck' | 'crashing' | undefined {
  const reasons = containersOf(pod).map(c => c.state?.waiting?.reason ?? '');
  if (reasons.some(reason => STUCK.has(reason))) {
    return 'stuck';
  }
  return reasons.includes(CRASHING) ? 'crashing' : undefined;
}

function containerState({
  name,
  state,
  lastState,
  restartCount,
}: V1ContainerStatus): string {
  const waiting = state?.waiting;
  const ended = state?.terminated ?? lastState?.terminated;
  const parts = [
    waiting && [waiting.reason, waiting.message].filter(Boolean).join(': '),
    state?.running && 'runs',
    ended && `last ended with exit code ${ended.exitCode} (${ended.reason})`,
    restartCount > 0 && `restarted ${restartCount} times`,
  ];
  return `container ${name}: ${parts.filter(Boolean).join(', ')}`;
}

/** What Kubernetes knows of a pod that does not serve, on one line. */
export function podState(pod: V1Pod | undefined): string {
  if (!pod) {
    return 'it does not exist';
  }
  const containers = containersOf(pod).map(containerState);
  if (containers.length > 0) {
    return containers.join('; ');
  }
  const unscheduled = pod.status?.conditions?.find(
    c => c.type === 'PodScheduled' && c.status === 'False',
  );
  return unscheduled?.message ?? `phase ${pod.status?.phase ?? 'unknown'}`;
}
