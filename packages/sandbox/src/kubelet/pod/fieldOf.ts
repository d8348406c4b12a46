import { at, stringMapOf } from '../../kube/api/json';
import type { KubeObject } from '../PodHost';

const LABEL = /^metadata\.(labels|annotations)\['([^']+)'\]$/;

/** The value of a downward API field such as `status.podIP`; empty when the pod has none. */
export function fieldOf(pod: KubeObject, fieldPath: string): string {
  const [, kind, key] = LABEL.exec(fieldPath) ?? [];
  if (kind && key) return stringMapOf(at(pod, 'metadata', kind))[key] ?? '';
  const value = at(pod, ...fieldPath.split('.'));
  return typeof value === 'string' ? value : '';
}
