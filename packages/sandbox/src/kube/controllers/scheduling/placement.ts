import type { KubeObject } from '../../../kubelet/PodHost';
import { controllerOf } from '../../api/objects';
import { NODE_FILTERS } from './nodeFilters';
import { breaksSpread } from './topologySpread';

/** A pod that runs, or is about to run, on a node. */
export interface PlacedPod {
  readonly pod: KubeObject;
  readonly node: KubeObject;
}

/** A node for a pod, or why there is none. */
export type Placement =
  | { readonly node: KubeObject }
  | { readonly message: string };

const ZONE = 'topology.kubernetes.io/zone';

/** Chooses the node for a pod: one that no filter refuses, preferring few neighbours and a zone without siblings. */
export function place(options: {
  readonly pod: KubeObject;
  readonly nodes: readonly KubeObject[];
  readonly placed: readonly PlacedPod[];
  /** Zone that the pod's volumes are in. */
  readonly zone?: string;
}): Placement {
  const { pod, nodes, placed, zone } = options;
  const refusals = new Map<string, number>();
  const candidates = nodes.filter(node => {
    const reason = refusalOf(pod, node, nodes, placed, zone);
    if (reason) refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  if (candidates.length === 0) {
    return { message: unschedulable(nodes.length, refusals) };
  }
  const [best] = [...candidates].sort(
    (a, b) => cost(pod, a, placed) - cost(pod, b, placed),
  );
  return { node: best };
}

function refusalOf(
  pod: KubeObject,
  node: KubeObject,
  nodes: readonly KubeObject[],
  placed: readonly PlacedPod[],
  zone: string | undefined,
): string | undefined {
  for (const filter of NODE_FILTERS) {
    const reason = filter(pod, node, placed);
    if (reason) return reason;
  }
  if (zone && node.metadata.labels?.[ZONE] !== zone) {
    return 'node(s) had volume node affinity conflict';
  }
  return breaksSpread(pod, node, nodes, placed);
}

function cost(
  pod: KubeObject,
  node: KubeObject,
  placed: readonly PlacedPod[],
): number {
  const owner = controllerOf(pod)?.uid;
  const zone = node.metadata.labels?.[ZONE];
  const siblings = placed.filter(
    other => owner !== undefined && controllerOf(other.pod)?.uid === owner,
  );
  const onNode = (other: PlacedPod) =>
    other.node.metadata.name === node.metadata.name;
  const inZone = siblings.filter(
    other => other.node.metadata.labels?.[ZONE] === zone,
  );
  return (
    1000 * siblings.filter(onNode).length +
    100 * inZone.length +
    placed.filter(onNode).length
  );
}

function unschedulable(
  total: number,
  refusals: ReadonlyMap<string, number>,
): string {
  const reasons = [...refusals.entries()]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort();
  const preemption =
    'preemption: 0/' +
    `${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
  return `0/${total} nodes are available: ${reasons.join(', ')}. ${preemption}`;
}
