import { isObject, JsonObject } from '../api/json';

/**
 * A set of field paths, in the tree form of `managedFields` (FieldsV1). Path elements are `f:<field>`,
 * `k:{"key":"value"}` for an item of a keyed list and `v:<value>` for one of a set.
 */
export class FieldSet {
  readonly children = new Map<string, FieldSet>();

  /** @param member - whether the path that ends here is itself in the set */
  constructor(public member = false) {}

  static parse(json: unknown): FieldSet {
    const set = new FieldSet();
    if (!isObject(json)) return set;
    for (const [key, value] of Object.entries(json)) {
      if (key === '.') set.member = true;
      else set.children.set(key, FieldSet.parse(value));
    }
    if (set.children.size === 0) set.member = true;
    return set;
  }

  toJson(): JsonObject {
    const json: JsonObject = {};
    if (this.member && this.children.size > 0) json['.'] = {};
    for (const key of [...this.children.keys()].sort()) {
      json[key] = this.children.get(key)?.toJson();
    }
    return json;
  }

  get empty(): boolean {
    return (
      !this.member && [...this.children.values()].every(child => child.empty)
    );
  }

  child(element: string): FieldSet {
    const present = this.children.get(element);
    if (present) return present;
    const made = new FieldSet();
    this.children.set(element, made);
    return made;
  }

  union(other: FieldSet): FieldSet {
    const result = new FieldSet(this.member || other.member);
    const elements = new Set([
      ...this.children.keys(),
      ...other.children.keys(),
    ]);
    for (const element of elements) {
      result.children.set(
        element,
        (this.children.get(element) ?? new FieldSet()).union(
          other.children.get(element) ?? new FieldSet(),
        ),
      );
    }
    return result;
  }

  intersect(other: FieldSet): FieldSet {
    return this.combine(other, true);
  }

  subtract(other: FieldSet): FieldSet {
    return this.combine(other, false);
  }

  /** Every path of the set, as element lists. */
  paths(prefix: readonly string[] = []): string[][] {
    const own = this.member ? [[...prefix]] : [];
    const inner = [...this.children.entries()].flatMap(([element, child]) =>
      child.paths([...prefix, element]),
    );
    return [...own, ...inner];
  }

  private combine(other: FieldSet, keepShared: boolean): FieldSet {
    const result = new FieldSet(this.member && other.member === keepShared);
    for (const [element, child] of this.children) {
      const combined = child.combine(
        other.children.get(element) ?? new FieldSet(),
        keepShared,
      );
      if (!combined.empty) result.children.set(element, combined);
    }
    return result;
  }
}

/** The path as conflict messages write it: `.spec.containers[name="c"].image`. */
export function formatPath(path: readonly string[]): string {
  return path
    .map(element => {
      if (element.startsWith('f:')) return `.${element.slice(2)}`;
      if (element.startsWith('v:')) return `[=${element.slice(2)}]`;
      const keys: unknown = JSON.parse(element.slice(2));
      const pairs = Object.entries(isObject(keys) ? keys : {}).map(
        ([key, value]) => `${key}=${JSON.stringify(value)}`,
      );
      return `[${pairs.join(',')}]`;
    })
    .join('');
}
