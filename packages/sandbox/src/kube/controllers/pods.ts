import type { KubeObject } from '../../kubelet/PodHost';
import { at } from '../api/json';
import { conditionOf, controllerOf } from '../api/objects';
import type { Registry } from '../store/Registry';

/** Whether the pod passes its readiness checks. */
export function isReady(pod: KubeObject): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** Whether the pod has not ended and nobody asked for its end. */
export function isActive(pod: KubeObject): boolean {
  const phase = at(pod, 'status', 'phase');
  return (
    phase !== 'Succeeded' &&
    phase !== 'Failed' &&
    !pod.metadata.deletionTimestamp
  );
}

/** Pods that the object controls. */
export function podsOf(store: Registry, owner: KubeObject): KubeObject[] {
  return store
    .list('', 'pods', owner.metadata.namespace)
    .filter(pod => controllerOf(pod)?.uid === owner.metadata.uid);
}
