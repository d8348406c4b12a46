import { isObject, JsonObject, listOf } from '../api/json';
import { sameJson } from '../api/objects';
import type { FieldType, Schemas } from '../schema/Schemas';

const ANY: FieldType = { is: 'any' };

/** Applies a strategic merge patch: as a JSON merge patch, but lists with a merge key are merged item by item. */
export function strategicMerge(
  schemas: Schemas,
  type: FieldType,
  current: unknown,
  patch: unknown,
): unknown {
  if (!isObject(patch)) return patch;
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  const result: JsonObject = isObject(current) ? { ...current } : {};
  const typeOf = fieldTypeOf(schemas, type);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$deleteFromPrimitiveList/')) {
      const field = key.slice('$deleteFromPrimitiveList/'.length);
      const gone = listOf(value);
      result[field] = listOf(result[field]).filter(
        item => !gone.some(other => sameJson(other, item)),
      );
    } else if (key.startsWith('$')) {
      continue;
    } else if (value === null) {
      delete result[key];
    } else if (Array.isArray(value)) {
      result[key] = mergeList(schemas, typeOf(key), result[key], value);
    } else {
      result[key] = strategicMerge(schemas, typeOf(key), result[key], value);
    }
  }
  orderLists(result, patch, typeOf);
  const retained = patch.$retainKeys;
  if (Array.isArray(retained)) {
    for (const key of Object.keys(result)) {
      if (!retained.includes(key)) delete result[key];
    }
  }
  return result;
}

function fieldTypeOf(
  schemas: Schemas,
  type: FieldType,
): (key: string) => FieldType {
  if (type.is === 'map') return () => type.value;
  const model = type.is === 'model' ? schemas.model(type.model) : undefined;
  return key => model?.get(key) ?? ANY;
}

function mergeKeyOf(type: FieldType): string | undefined {
  return type.is === 'list' && type.rule.type !== 'set'
    ? type.rule.patchMergeKey
    : undefined;
}

function mergeList(
  schemas: Schemas,
  type: FieldType,
  current: unknown,
  patch: readonly unknown[],
): unknown[] {
  if (type.is === 'list' && type.rule.type === 'set') {
    const present = listOf(current);
    return [...present, ...patch.filter(item => !present.includes(item))];
  }
  const mergeKey = mergeKeyOf(type);
  const replaces = patch.some(
    item =>
      isObject(item) &&
      item.$patch === 'replace' &&
      Object.keys(item).length === 1,
  );
  if (type.is !== 'list' || !mergeKey || replaces) {
    return patch.filter(item => !(isObject(item) && '$patch' in item));
  }
  const result = [...listOf(current)];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const index = result.findIndex(
      present => isObject(present) && present[mergeKey] === item[mergeKey],
    );
    if (item.$patch === 'delete') {
      if (index >= 0) result.splice(index, 1);
    } else if (index >= 0) {
      result[index] = strategicMerge(schemas, type.item, result[index], item);
    } else {
      result.push(strategicMerge(schemas, type.item, {}, item));
    }
  }
  return result;
}

/** Honours `$setElementOrder/<field>`: listed items in that order, others after them. */
function orderLists(
  result: JsonObject,
  patch: JsonObject,
  typeOf: (key: string) => FieldType,
): void {
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith('$setElementOrder/')) continue;
    const field = key.slice('$setElementOrder/'.length);
    const list = result[field];
    if (!Array.isArray(list)) continue;
    const mergeKey = mergeKeyOf(typeOf(field));
    const identity = (item: unknown) =>
      mergeKey && isObject(item) ? item[mergeKey] : item;
    const wanted = listOf(order).map(identity);
    const rank = (item: unknown) => {
      const index = wanted.indexOf(identity(item));
      return index < 0 ? wanted.length : index;
    };
    result[field] = [...list].sort((a, b) => rank(a) - rank(b));
  }
}

function withoutDirectives(patch: JsonObject): JsonObject {
  const { $patch: _, ...rest } = patch;
  return rest;
}
