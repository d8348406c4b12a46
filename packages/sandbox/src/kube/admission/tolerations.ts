import type { KubeObject } from '../../kubelet/PodHost';
import { childOf, objectsOf } from '../api/json';

const TAINTS = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
];
/** The server's own defaults. */
const SECONDS = 300;

/** Lets a pod stay on a node that is away for a while, as the plugin DefaultTolerationSeconds does. */
export function admitTolerations(pod: KubeObject): void {
  const spec = childOf(pod, 'spec');
  const present = objectsOf(spec.tolerations);
  const tolerates = (key: string) =>
    present.some(
      toleration =>
        (!toleration.key || toleration.key === key) &&
        (!toleration.effect || toleration.effect === 'NoExecute'),
    );
  const missing = TAINTS.filter(key => !tolerates(key));
  if (missing.length === 0) return;
  spec.tolerations = [
    ...present,
    ...missing.map(key => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: SECONDS,
    })),
  ];
}
