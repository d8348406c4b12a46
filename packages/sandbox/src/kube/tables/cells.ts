import type { KubeObject } from '../../kubelet/PodHost';
import { at, numberOf, objectsOf, textOf } from '../api/json';
import { ageOf } from './duration';

/** `1/2`: ready containers out of all. */
export function podReady(pod: KubeObject): string {
  const statuses = objectsOf(at(pod, 'status', 'containerStatuses'));
  const ready = statuses.filter(status => status.ready === true).length;
  return `${ready}/${objectsOf(at(pod, 'spec', 'containers')).length}`;
}

/** The phase, or what a container is stuck at. */
export function podStatus(pod: KubeObject): string {
  const stuck = objectsOf(at(pod, 'status', 'containerStatuses'))
    .map(
      status =>
        textOf(at(status, 'state', 'waiting', 'reason')) ??
        textOf(at(status, 'state', 'terminated', 'reason')),
    )
    .find(reason => reason !== undefined);
  if (pod.metadata.deletionTimestamp) return 'Terminating';
  return (
    stuck ??
    textOf(at(pod, 'status', 'reason')) ??
    textOf(at(pod, 'status', 'phase')) ??
    'Unknown'
  );
}

/** `2 (5m ago)`. */
export function podRestarts(pod: KubeObject): string {
  const statuses = objectsOf(at(pod, 'status', 'containerStatuses'));
  const restarts = statuses.reduce(
    (sum, status) => sum + (numberOf(status.restartCount) ?? 0),
    0,
  );
  const last = statuses
    .map(status => textOf(at(status, 'lastState', 'terminated', 'finishedAt')))
    .find(time => time !== undefined);
  return restarts > 0 && last
    ? `${restarts} (${ageOf(last)} ago)`
    : String(restarts);
}

/** Load-balancer names, or why there are none. */
export function serviceAddress(service: KubeObject): string {
  if (at(service, 'spec', 'type') === 'ExternalName') {
    return textOf(at(service, 'spec', 'externalName')) ?? '<none>';
  }
  if (at(service, 'spec', 'type') !== 'LoadBalancer') return '<none>';
  const names = objectsOf(at(service, 'status', 'loadBalancer', 'ingress')).map(
    ingress => ingress.hostname ?? ingress.ip,
  );
  return names.length > 0 ? names.join(',') : '<pending>';
}

/** `8200:31000/TCP`. */
export function servicePorts(service: KubeObject): string {
  const ports = objectsOf(at(service, 'spec', 'ports')).map(port =>
    port.nodePort
      ? `${port.port}:${port.nodePort}/${port.protocol}`
      : `${port.port}/${port.protocol}`,
  );
  return ports.length > 0 ? ports.join(',') : '<none>';
}
