import type { KubeObject } from '../../kubelet/PodHost';
import { isObject, JsonObject, objectsOf, textOf } from './json';

/** Whether the value has what every stored object has. */
export function isKubeObject(value: unknown): value is KubeObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isObject(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** A deep copy that may be changed. */
export function copyOf<T>(value: T): T {
  return structuredClone(value);
}

/** The time as Kubernetes writes it: to the second. */
export function timestamp(date: Date = new Date()): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The owner that controls the object. */
export function controllerOf(
  object: KubeObject,
):
  | { readonly kind: string; readonly name: string; readonly uid: string }
  | undefined {
  const owner = objectsOf(object.metadata.ownerReferences).find(
    reference => reference.controller === true,
  );
  const kind = textOf(owner?.kind);
  const name = textOf(owner?.name);
  const uid = textOf(owner?.uid);
  return kind && name && uid ? { kind, name, uid } : undefined;
}

/** A reference that makes `owner` the controller of an object. */
export function controlledBy(owner: KubeObject): JsonObject {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The condition of this type in `status.conditions`. */
export function conditionOf(
  object: KubeObject,
  type: string,
): JsonObject | undefined {
  const status = isObject(object.status) ? object.status : {};
  return objectsOf(status.conditions).find(
    condition => condition.type === type,
  );
}

/** Sets a condition; its transition time moves only when its status does. */
export function setCondition(
  status: JsonObject,
  condition: JsonObject & { readonly type: string; readonly status: string },
): void {
  const present = objectsOf(status.conditions);
  const index = present.findIndex(item => item.type === condition.type);
  const before = present[index];
  const lastTransitionTime =
    before?.status === condition.status
      ? before.lastTransitionTime
      : timestamp();
  const next = { ...condition, lastTransitionTime };
  status.conditions =
    index < 0
      ? [...present, next]
      : present.map((item, i) => (i === index ? next : item));
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every(key => sameJson(a[key], b[key]));
  }
  return false;
}
