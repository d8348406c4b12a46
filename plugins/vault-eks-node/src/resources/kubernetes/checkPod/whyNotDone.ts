import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';

/**
 * What no waiting mends. Source: reasons that the kubelet gives in a container's status. A first `ErrImagePull` may be a
 * hiccup of the registry; the kubelet backs off when the next pull fails too.
 */
const HOPELESS: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'ErrImageNeverPull',
  'ImagePullBackOff',
  'InvalidImageName',
]);

const containersOf = ({ status }: V1Pod): readonly V1ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
];

/** Why a container will never run, if that is so. */
export function hopeless(pod: V1Pod): string | undefined {
  const stuck = containersOf(pod).find(({ state }) =>
    HOPELESS.has(state?.waiting?.reason ?? ''),
  );
  if (!stuck) {
    return undefined;
  }
  const { reason, message } = stuck.state?.waiting ?? {};
  return `container ${stuck.name}: ${reason}${message ? `: ${message}` : ''}`;
}

/** The container that the pod waits for: the first that has not ended well. */
export function waitsFor(pod: V1Pod): V1ContainerStatus | undefined {
  return containersOf(pod).find(
    ({ state }) => state?.terminated?.exitCode !== 0,
  );
}

/** What keeps the pod from its end, in a few words. */
export function whyNotDone(pod: V1Pod | undefined): string {
  if (!pod) {
    return 'somebody deleted it';
  }
  const unscheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  if (unscheduled) {
    return unscheduled.message ?? 'no node takes it';
  }
  const waiting = waitsFor(pod);
  const { reason, message } = waiting?.state?.waiting ?? {};
  if (waiting && reason) {
    return `container ${waiting.name} waits: ${reason}${
      message ? `: ${message}` : ''
    }`;
  }
  return waiting
    ? `container ${waiting.name} has not ended`
    : pod.status?.phase ?? 'it has no status yet';
}
