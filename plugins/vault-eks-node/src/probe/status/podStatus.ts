import type { V1Pod } from '@kubernetes/client-node';
import type {
  HaRole,
  VaultPodStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isRunning, whyNotRunning } from '../../connections/vault';
import type { ProbedPod } from './probePods';

function roleOf({ health, leader }: ProbedPod): HaRole {
  if (!health) {
    return 'unreachable';
  }
  if (!health.initialized) {
    return 'uninitialized';
  }
  if (health.sealed) {
    return 'sealed';
  }
  return leader?.is_self ? 'active' : 'standby';
}

/** One pod, as Kubernetes and the pod itself describe it. */
export function podStatus(
  pod: V1Pod,
  probed: ProbedPod,
  zones: ReadonlyMap<string, string>,
): VaultPodStatus {
  const { health } = probed;
  const node = pod.spec?.nodeName;
  const containers = pod.status?.containerStatuses ?? [];
  const running = isRunning(pod);
  return {
    name: probed.pod,
    phase: pod.status?.phase ?? 'Unknown',
    ready: containers.length > 0 && containers.every(c => c.ready),
    restarts: containers.reduce((sum, c) => sum + c.restartCount, 0),
    node,
    zone: node ? zones.get(node) : undefined,
    startedAt: pod.status?.startTime?.toISOString(),
    role: roleOf(probed),
    initialized: health?.initialized,
    sealed: health?.sealed,
    version: health?.version,
    clockSkewMs: health?.clock_skew_ms,
    lastHeartbeatMs: health?.last_request_forwarding_heartbeat_ms,
    problem: running
      ? probed.problem
      : `The pod does not run: ${whyNotRunning(pod)}`,
  };
}
