import type { KubeObject } from '../../kubelet/PodHost';
import { controllerOf } from '../api/objects';
import type { TableEvent } from '../store/ObjectTable';

/** `namespace/name`. */
export function keyOf({ metadata }: Pick<KubeObject, 'metadata'>): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The namespace and name in a key. */
export function splitKey(key: string): {
  readonly namespace: string;
  readonly name: string;
} {
  const [namespace, name] = key.split('/');
  return { namespace, name };
}

/** Whether the event is about this resource. */
export function isAbout(
  { resource }: TableEvent,
  group: string,
  plural: string,
): boolean {
  return resource.group === group && resource.plural === plural;
}

/** The key of the object's controller, when that is of this kind. */
export function ownerKey(object: KubeObject, kind: string): string[] {
  const owner = controllerOf(object);
  return owner?.kind === kind
    ? [`${object.metadata.namespace}/${owner.name}`]
    : [];
}
