import type { KubeObject } from '../../kubelet/PodHost';
import { ApiError } from '../api/ApiError';
import { isObject } from '../api/json';
import { copyOf, isKubeObject, timestamp } from '../api/objects';
import { apiVersionOf, ResourceType } from '../api/resources';
import { FieldType, Schemas, takeOutUnknown } from '../schema/Schemas';
import { FieldSet, formatPath } from './FieldSet';
import {
  FieldManager,
  isSameManager,
  ownable,
  Ownership,
  ownershipOf,
  setOwnership,
} from './managedFields';
import { compare, fieldsOf, mergeTyped, removeFields } from './typedValue';

/** One server-side apply. */
export interface ApplyRequest {
  readonly schemas: Schemas;
  readonly resource: ResourceType;
  readonly manager: FieldManager;
  readonly force: boolean;
  readonly applied: KubeObject;
  readonly live: KubeObject | undefined;
}

/** The object after the apply, and how to note its owners once defaults are filled in. */
export interface ApplyResult {
  readonly object: KubeObject;
  readonly track: (next: KubeObject) => void;
}

/** Merges an applied configuration into the live object, as server-side apply does. */
export function serverSideApply(request: ApplyRequest): ApplyResult {
  const { schemas, resource, manager, live } = request;
  const applied = copyOf(request.applied);
  dropNulls(applied);
  refuseUnknown(schemas, resource, applied);
  delete applied.metadata.managedFields;
  const type = schemas.typeOf(resource);
  const wanted = ownable(
    fieldsOf(schemas, type, applied),
    resource,
    manager.subresource,
  );
  const entries = ownershipOf(live);
  const own = entries.find(entry => isSameManager(entry, manager));
  const others = entries.filter(entry => entry !== own);
  const merged = mergeTyped(schemas, type, live, applied);
  const { changed } = compare(schemas, type, live, merged);
  const contested = changed.intersect(wanted);
  if (live && !request.force) refuseConflicts(others, contested);
  const remaining = others.map(entry => ({
    ...entry,
    fields: entry.fields.subtract(contested),
  }));
  const object = dropAbandoned(schemas, type, merged, {
    dropped: own ? own.fields.subtract(wanted) : new FieldSet(),
    kept: remaining.reduce((all, e) => all.union(e.fields), wanted),
  });
  if (!isKubeObject(object)) throw new Error('An apply lost the object');
  return {
    object,
    track: next => {
      const unchanged =
        own &&
        own.fields.subtract(wanted).empty &&
        wanted.subtract(own.fields).empty &&
        contested.empty;
      const mine: Ownership = unchanged
        ? own
        : {
            ...manager,
            apiVersion: apiVersionOf(resource),
            time: timestamp(),
            fields: wanted,
          };
      setOwnership(next, [mine, ...remaining]);
    },
  };
}

function dropAbandoned(
  schemas: Schemas,
  type: FieldType,
  merged: unknown,
  sets: { readonly dropped: FieldSet; readonly kept: FieldSet },
): unknown {
  return sets.dropped.empty
    ? merged
    : removeFields(schemas, type, merged, sets.dropped, sets.kept);
}

function refuseConflicts(
  others: readonly Ownership[],
  contested: FieldSet,
): void {
  const conflicts = others.flatMap(entry =>
    entry.fields
      .intersect(contested)
      .paths()
      .map(path => ({ owner: describe(entry), path: formatPath(path) })),
  );
  if (conflicts.length === 0) return;
  throw new ApiError(409, 'Conflict', conflictMessage(conflicts), {
    causes: conflicts.map(({ owner, path }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${owner}`,
      field: path,
    })),
  });
}

function describe(entry: Ownership): string {
  const name = entry.subresource
    ? `${JSON.stringify(entry.manager)} with subresource "${entry.subresource}"`
    : JSON.stringify(entry.manager);
  return entry.operation === 'Update'
    ? `${name} using ${entry.apiVersion}`
    : name;
}

function conflictMessage(
  conflicts: ReadonlyArray<{ readonly owner: string; readonly path: string }>,
): string {
  if (conflicts.length === 1) {
    const [{ owner, path }] = conflicts;
    return `Apply failed with 1 conflict: conflict with ${owner}: ${path}`;
  }
  const owners = [...new Set(conflicts.map(({ owner }) => owner))];
  const parts = owners.map(owner => {
    const paths = conflicts
      .filter(conflict => conflict.owner === owner)
      .map(({ path }) => `- ${path}`);
    return `conflicts with ${owner}:\n${paths.join('\n')}`;
  });
  return `Apply failed with ${conflicts.length} conflicts: ${parts.join('\n')}`;
}

function refuseUnknown(
  schemas: Schemas,
  resource: ResourceType,
  applied: KubeObject,
): void {
  const { unknown, mistyped } = takeOutUnknown(
    schemas,
    schemas.typeOf(resource),
    applied,
  );
  const sentences = [
    ...unknown.map(path => `.${path}: field not declared in schema`),
    ...mistyped,
  ];
  if (sentences.length === 0) return;
  const { namespace = '', name } = applied.metadata;
  const version = resource.group
    ? `${resource.group}/${resource.version}`
    : `/${resource.version}`;
  const text =
    sentences.length === 1
      ? sentences[0]
      : `errors:\n${sentences.map(sentence => `  ${sentence}`).join('\n')}`;
  throw new ApiError(
    500,
    undefined,
    `failed to create typed patch object (${namespace}/${name}; ${version}, Kind=${resource.kind}): ${text}`,
  );
}

function dropNulls(value: unknown): void {
  if (Array.isArray(value)) value.forEach(dropNulls);
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (item === null) delete value[key];
    else dropNulls(item);
  }
}
