import type { KubeObject } from '../../kubelet/PodHost';
import { JsonObject, objectsOf, textOf } from '../api/json';
import { timestamp } from '../api/objects';
import type { ResourceType } from '../api/resources';
import type { Schemas } from '../schema/Schemas';
import { FieldSet } from './FieldSet';
import { compare } from './typedValue';

/** Who writes fields, and how. */
export interface FieldManager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource?: string;
}

/** One entry of `managedFields`. */
export interface Ownership extends FieldManager {
  readonly apiVersion: string;
  readonly time: string;
  readonly fields: FieldSet;
}

/** Fields that belong to the server, whoever sends them. */
const UNOWNED = FieldSet.parse({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:uid': {},
    'f:resourceVersion': {},
    'f:generation': {},
    'f:creationTimestamp': {},
    'f:deletionTimestamp': {},
    'f:deletionGracePeriodSeconds': {},
    'f:selfLink': {},
    'f:managedFields': {},
  },
});

/** Reads `managedFields`. */
export function ownershipOf(object: KubeObject | undefined): Ownership[] {
  return objectsOf(object?.metadata.managedFields).map(entry => ({
    manager: textOf(entry.manager) ?? '',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: textOf(entry.apiVersion) ?? '',
    time: textOf(entry.time) ?? '',
    subresource: textOf(entry.subresource),
    fields: FieldSet.parse(entry.fieldsV1),
  }));
}

/** Writes `managedFields`; entries that own nothing are left out. */
export function setOwnership(
  object: KubeObject,
  entries: readonly Ownership[],
): void {
  const written = entries
    .filter(entry => !entry.fields.empty)
    .map(
      (entry): JsonObject => ({
        manager: entry.manager,
        operation: entry.operation,
        apiVersion: entry.apiVersion,
        time: entry.time,
        fieldsType: 'FieldsV1',
        fieldsV1: entry.fields.toJson(),
        ...(entry.subresource ? { subresource: entry.subresource } : {}),
      }),
    );
  if (written.length > 0) object.metadata.managedFields = written;
  else delete object.metadata.managedFields;
}

/** Whether the entry is this manager's for this way of writing. */
export function isSameManager(a: FieldManager, b: FieldManager): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    (a.subresource ?? '') === (b.subresource ?? '')
  );
}

/** Takes the server's own fields, and those that this endpoint does not write, out of the set. */
export function ownable(
  fields: FieldSet,
  resource: ResourceType,
  subresource: string | undefined,
): FieldSet {
  const owned = fields.subtract(UNOWNED);
  owned.member = false;
  const status = owned.children.get('f:status');
  if (subresource === 'status' || subresource === 'approval') {
    owned.children.clear();
    if (status) owned.children.set('f:status', status);
  } else if ('status' in resource.subresources) {
    owned.children.delete('f:status');
  }
  return owned;
}

/** Notes an ordinary write: the writer owns what it changed, and nobody else does any more. */
export function trackUpdate(options: {
  readonly schemas: Schemas;
  readonly resource: ResourceType;
  readonly manager: FieldManager;
  readonly next: KubeObject;
  readonly previous: KubeObject | undefined;
}): void {
  const { schemas, resource, manager, next, previous } = options;
  const { changed, removed } = compare(
    schemas,
    schemas.typeOf(resource),
    previous ?? { metadata: {}, spec: {} },
    next,
  );
  const mine = ownable(changed, resource, manager.subresource);
  const gone = ownable(removed, resource, manager.subresource);
  if (mine.empty && gone.empty) return;
  const touched = mine.union(gone);
  const entries = ownershipOf(previous);
  const own = entries.find(entry => isSameManager(entry, manager));
  const others = entries
    .filter(entry => entry !== own)
    .map(entry => ({ ...entry, fields: entry.fields.subtract(touched) }));
  setOwnership(next, [
    ...others,
    {
      ...manager,
      apiVersion: next.apiVersion,
      time: timestamp(),
      fields: (own?.fields ?? new FieldSet()).subtract(gone).union(mine),
    },
  ]);
}
