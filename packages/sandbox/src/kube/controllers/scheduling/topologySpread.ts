import type { KubeObject } from '../../../kubelet/PodHost';
import { at, numberOf, objectsOf, textOf } from '../../api/json';
import { selectsLabels } from '../../store/selectors';
import type { PlacedPod } from './placement';

/** Whether the pod on this node would leave its hard spread constraints broken. */
export function breaksSpread(
  pod: KubeObject,
  node: KubeObject,
  nodes: readonly KubeObject[],
  others: readonly PlacedPod[],
): string | undefined {
  const constraints = objectsOf(
    at(pod, 'spec', 'topologySpreadConstraints'),
  ).filter(constraint => constraint.whenUnsatisfiable !== 'ScheduleAnyway');
  const broken = constraints.some(constraint => {
    const key = textOf(constraint.topologyKey) ?? '';
    const domainOf = (item: KubeObject) => item.metadata.labels?.[key];
    const counts = new Map(nodes.map(item => [domainOf(item), 0]));
    for (const other of others) {
      const counted =
        other.pod.metadata.namespace === pod.metadata.namespace &&
        selectsLabels(
          constraint.labelSelector,
          other.pod.metadata.labels ?? {},
        );
      const domain = domainOf(other.node);
      if (counted) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
    const mine = (counts.get(domainOf(node)) ?? 0) + 1;
    const least = Math.min(...counts.values());
    return mine - least > (numberOf(constraint.maxSkew) ?? 1);
  });
  return broken
    ? "node(s) didn't match pod topology spread constraints"
    : undefined;
}
