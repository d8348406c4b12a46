import { isObject, JsonObject } from '../api/json';
import { sameJson } from '../api/objects';
import type { FieldType, Schemas } from '../schema/Schemas';
import { FieldSet } from './FieldSet';

const KEY_DEFAULTS: JsonObject = { protocol: 'TCP' };

/** A child of a typed value: its path element, value and type. */
export interface TypedChild {
  readonly element: string;
  readonly value: unknown;
  readonly type: FieldType;
}

/** The children that are owned one by one; `undefined` when the value is owned whole. */
export function childrenOf(
  schemas: Schemas,
  type: FieldType,
  value: unknown,
): TypedChild[] | undefined {
  if (type.is === 'list') {
    const { rule, item } = type;
    if (rule.type === 'atomic' || !Array.isArray(value)) return undefined;
    return value.map(entry => ({
      element:
        rule.type === 'set'
          ? `v:${JSON.stringify(entry)}`
          : itemElement(rule.keys, entry),
      value: entry,
      type: item,
    }));
  }
  const fieldType = fieldTypes(schemas, type);
  if (!fieldType || !isObject(value)) return undefined;
  return Object.entries(value).map(([key, entry]) => ({
    element: `f:${key}`,
    value: entry,
    type: fieldType(key),
  }));
}

/** How to find the type of each field of an object; `undefined` when it is owned whole. */
export function fieldTypes(
  schemas: Schemas,
  type: FieldType,
): ((key: string) => FieldType) | undefined {
  if (type.is === 'map' && !type.atomic) return () => type.value;
  if (type.is === 'model' && !type.atomic) {
    const model = schemas.model(type.model);
    return model && (key => model.get(key) ?? { is: 'any' });
  }
  return undefined;
}

/** The path element of an item in a keyed list. */
export function itemElement(keys: readonly string[], item: unknown): string {
  const values: JsonObject = {};
  for (const key of [...keys].sort()) {
    const value = isObject(item) ? item[key] : undefined;
    values[key] = value ?? KEY_DEFAULTS[key];
  }
  return `k:${JSON.stringify(values)}`;
}

/** The fields that an applied object sets. */
export function fieldsOf(
  schemas: Schemas,
  type: FieldType,
  value: unknown,
): FieldSet {
  const children = childrenOf(schemas, type, value);
  if (!children || children.length === 0) return new FieldSet(true);
  const set = new FieldSet();
  for (const child of children) {
    const fields = fieldsOf(schemas, child.type, child.value);
    const listItem = child.element.startsWith('k:');
    if (listItem) fields.member = true;
    set.children.set(child.element, set.child(child.element).union(fields));
  }
  return set;
}

/** What changed between two versions of a value. */
export interface Comparison {
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

/** Compares two versions field by field. */
export function compare(
  schemas: Schemas,
  type: FieldType,
  before: unknown,
  after: unknown,
): Comparison {
  if (sameJson(before, after)) {
    return { changed: new FieldSet(), removed: new FieldSet() };
  }
  if (after === undefined || after === null) {
    const removed = fieldsOf(schemas, type, before);
    removed.member = true;
    return { changed: new FieldSet(), removed };
  }
  const next = childrenOf(schemas, type, after);
  if (!next) return { changed: new FieldSet(true), removed: new FieldSet() };
  const previous = childrenOf(schemas, type, before) ?? [];
  const isNew = before === undefined || before === null;
  const changed = new FieldSet(
    isNew && (type.is === 'map' || next.length === 0),
  );
  const removed = new FieldSet();
  const old = new Map(previous.map(child => [child.element, child]));
  for (const child of next) {
    const result = compare(
      schemas,
      child.type,
      old.get(child.element)?.value,
      child.value,
    );
    if (!old.has(child.element) && child.element.startsWith('k:')) {
      result.changed.member = true;
    }
    keep(changed, child.element, result.changed);
    keep(removed, child.element, result.removed);
  }
  const present = new Set(next.map(child => child.element));
  for (const child of previous) {
    if (present.has(child.element)) continue;
    const gone = compare(schemas, child.type, child.value, undefined);
    keep(removed, child.element, gone.removed);
  }
  return { changed, removed };
}

function keep(parent: FieldSet, element: string, set: FieldSet): void {
  if (!set.empty) parent.children.set(element, set);
}

/** Lays an applied value over a live one. */
export function mergeTyped(
  schemas: Schemas,
  type: FieldType,
  live: unknown,
  applied: unknown,
): unknown {
  if (live === undefined || live === null) return applied;
  if (type.is === 'list') return mergeLists(schemas, type, live, applied);
  const fieldType = fieldTypes(schemas, type);
  if (!fieldType || !isObject(live) || !isObject(applied)) return applied;
  const merged: JsonObject = { ...live };
  for (const [key, value] of Object.entries(applied)) {
    merged[key] = mergeTyped(schemas, fieldType(key), live[key], value);
  }
  return merged;
}

function mergeLists(
  schemas: Schemas,
  type: Extract<FieldType, { is: 'list' }>,
  live: unknown,
  applied: unknown,
): unknown {
  const current = childrenOf(schemas, type, live);
  const wanted = childrenOf(schemas, type, applied);
  if (!current || !wanted) return applied;
  const wantedElements = new Set(wanted.map(child => child.element));
  const liveByElement = new Map(current.map(child => [child.element, child]));
  const merged: unknown[] = [];
  let position = 0;
  // The applied order wins; items that only the live list has keep their place among it.
  const takeLiveOnly = () => {
    while (
      position < current.length &&
      !wantedElements.has(current[position].element)
    ) {
      merged.push(current[position].value);
      position += 1;
    }
  };
  for (const child of wanted) {
    takeLiveOnly();
    merged.push(
      mergeTyped(
        schemas,
        child.type,
        liveByElement.get(child.element)?.value,
        child.value,
      ),
    );
    position += 1;
  }
  for (; position < current.length; position += 1) {
    const child = current[position];
    if (!wantedElements.has(child.element)) merged.push(child.value);
  }
  return merged;
}

/** Takes out of the value what `dropped` lists, except what `kept` lists. */
export function removeFields(
  schemas: Schemas,
  type: FieldType,
  value: unknown,
  dropped: FieldSet,
  kept: FieldSet,
): unknown {
  const children = childrenOf(schemas, type, value);
  if (!children) return value;
  const remaining = children.flatMap(child => {
    const drop = dropped.children.get(child.element);
    if (!drop) return [child];
    const keepSet = kept.children.get(child.element);
    if (drop.member && !keepSet) return [];
    const remainder = removeFields(
      schemas,
      child.type,
      child.value,
      drop,
      keepSet ?? new FieldSet(),
    );
    // What the removal left empty goes as well, as it would when Go writes it.
    return isEmpty(remainder) && !isEmpty(child.value)
      ? []
      : [{ ...child, value: remainder }];
  });
  if (type.is === 'list') return remaining.map(child => child.value);
  return Object.fromEntries(
    remaining.map(child => [child.element.slice(2), child.value]),
  );
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length === 0
    : isObject(value) && Object.keys(value).length === 0;
}
