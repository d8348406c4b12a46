import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, texts, type JsonObject } from '../util/json';

/** Values by the parameter that may, or may not, have them; an empty list stands for all values. */
export type ParameterValues = ReadonlyMap<string, readonly unknown[]>;

/** What a rule says of the parameters of a write. */
export interface ParameterRules {
  readonly allowed: ParameterValues;
  readonly denied: ParameterValues;
  readonly required: readonly string[];
}

export function readParameters(fields: JsonObject): ParameterRules {
  const values = (name: string): ParameterValues =>
    new Map(
      Object.entries(isJsonObject(fields[name]) ? fields[name] : {}).map(
        ([parameter, list]) => [
          parameter.toLowerCase(),
          Array.isArray(list) ? list : [],
        ],
      ),
    );
  return {
    allowed: values('allowed_parameters'),
    denied: values('denied_parameters'),
    required: texts(fields, 'required_parameters') ?? [],
  };
}

/** Whether a write with this body is within the rules. */
export function withinParameters(
  { allowed, denied, required }: ParameterRules,
  data: JsonObject,
): boolean {
  const given = new Map(
    Object.entries(data).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (!required.every(name => given.has(name.toLowerCase()))) return false;
  for (const [name, value] of given) {
    if (denied.has('*')) return false;
    const refused = denied.get(name);
    if (refused && contains(refused, value)) return false;
    if (allowed.size === 0) continue;
    const accepted = allowed.get(name) ?? allowed.get('*');
    if (!accepted || !contains(accepted, value)) return false;
  }
  return true;
}

function contains(list: readonly unknown[], value: unknown): boolean {
  return list.length === 0 || list.some(item => isSame(item, value));
}

/** Texts may begin or end with a `*`; everything else must be equal as a whole, lists included. */
function isSame(pattern: unknown, value: unknown): boolean {
  if (typeof pattern !== 'string' || typeof value !== 'string') {
    return isDeepStrictEqual(pattern, value);
  }
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern === value;
}
