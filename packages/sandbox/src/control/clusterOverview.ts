import { z } from 'zod/v3';
import type { ClusterStore, KubeObject } from '../kubelet/PodHost';
import type { ClusterIdentity } from '../world';
import type { ClusterOverview, PodOverview } from './Overview';

const podSchema = z.object({
  spec: z.object({ nodeName: z.string().default('') }),
  status: z
    .object({
      phase: z.string().default('Pending'),
      containerStatuses: z
        .array(
          z.object({
            ready: z.boolean().default(false),
            restartCount: z.number().default(0),
          }),
        )
        .default([]),
    })
    .default({}),
});

/** What a person looks for comes before what EKS runs by itself. */
function vaultsFirst(a: PodOverview, b: PodOverview): number {
  const isSystem = (pod: PodOverview) =>
    Number(pod.namespace === 'kube-system');
  return (
    isSystem(a) - isSystem(b) ||
    `${a.namespace}/${a.name}`.localeCompare(`${b.namespace}/${b.name}`)
  );
}

/** Reads a cluster's pods from its store. */
export function clusterOverview(
  identity: ClusterIdentity,
  store: ClusterStore,
): ClusterOverview {
  return {
    name: identity.name,
    version: identity.version,
    endpoint: identity.endpoint,
    nodes: identity.nodes.length,
    pods: store.list('', 'pods').map(podOverview).sort(vaultsFirst),
  };
}

function podOverview(pod: KubeObject): PodOverview {
  const { spec, status } = podSchema.parse(pod);
  const containers = status.containerStatuses;
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    phase: pod.metadata.deletionTimestamp ? 'Terminating' : status.phase,
    ready: `${containers.filter(c => c.ready).length}/${containers.length}`,
    restarts: containers.reduce((sum, c) => sum + c.restartCount, 0),
    node: spec.nodeName,
    vault: vaultRole(pod.metadata.labels ?? {}),
  };
}

function vaultRole(labels: Readonly<Record<string, string>>): string {
  if (labels['vault-initialized'] === undefined) {
    return '';
  }
  if (labels['vault-initialized'] !== 'true') {
    return 'uninitialised';
  }
  if (labels['vault-sealed'] !== 'false') {
    return 'sealed';
  }
  return labels['vault-active'] === 'true' ? 'active' : 'standby';
}
