import { at, JsonObject, objectOf, objectsOf } from '../../kube/api/json';
import { setCondition, timestamp } from '../../kube/api/objects';
import type { KubeObject } from '../PodHost';
import type { ContainerSupervisor } from './ContainerSupervisor';

function phaseOf(
  initContainers: readonly ContainerSupervisor[],
  containers: readonly ContainerSupervisor[],
): string {
  const ended = initContainers.map(container => container.finished);
  if (ended.some(code => code !== undefined && code !== 0)) return 'Failed';
  if (ended.some(code => code === undefined)) return 'Pending';
  const codes = containers.map(container => container.finished);
  if (codes.length > 0 && codes.every(code => code !== undefined)) {
    return codes.every(code => code === 0) ? 'Succeeded' : 'Failed';
  }
  const begun = containers.some(
    container =>
      !('waiting' in objectOf(container.status().state)) || container.previous,
  );
  return begun ? 'Running' : 'Pending';
}

/** Writes what the kubelet knows of a pod into its status. */
export function writePodStatus(
  pod: KubeObject,
  facts: {
    readonly podIp: string;
    readonly hostIp: string;
    readonly initContainers: readonly ContainerSupervisor[];
    readonly containers: readonly ContainerSupervisor[];
  },
): void {
  const { podIp, hostIp, initContainers, containers } = facts;
  const status: JsonObject = { ...objectOf(pod.status) };
  const ready = containers.every(container => container.ready);
  const gates = objectsOf(at(pod, 'spec', 'readinessGates')).length === 0;
  const yes = (value: boolean) => (value ? 'True' : 'False');
  const unready = ready
    ? {}
    : {
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${containers
          .filter(container => !container.ready)
          .map(container => container.name)
          .join(' ')}]`,
      };
  const phase = phaseOf(initContainers, containers);
  const before = status.phase;
  status.phase =
    before === 'Running' && phase === 'Pending' ? 'Running' : phase;
  status.podIP = podIp;
  status.podIPs = [{ ip: podIp }];
  status.hostIP = hostIp;
  status.hostIPs = [{ ip: hostIp }];
  status.startTime = status.startTime ?? timestamp();
  status.qosClass = status.qosClass ?? 'BestEffort';
  if (initContainers.length > 0) {
    status.initContainerStatuses = initContainers.map(container =>
      container.status(),
    );
  }
  status.containerStatuses = containers.map(container => container.status());
  setCondition(status, { type: 'PodReadyToStartContainers', status: 'True' });
  const initialised = initContainers.every(({ finished }) => finished === 0);
  setCondition(status, { type: 'Initialized', status: yes(initialised) });
  setCondition(status, {
    type: 'ContainersReady',
    status: yes(ready),
    ...unready,
  });
  setCondition(status, {
    type: 'Ready',
    status: yes(ready && gates),
    ...unready,
  });
  pod.status = status;
}
