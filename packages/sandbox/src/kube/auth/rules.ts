import { isObject, objectsOf, stringsOf } from '../api/json';

/** What a caller wants to do. */
export type AccessRequest =
  | {
      readonly to: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    }
  | { readonly to: 'path'; readonly verb: string; readonly path: string };

/** One rule of a role. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** Reads the `rules` of a role. */
export function rulesOf(role: unknown): PolicyRule[] {
  const rules = isObject(role) ? role.rules : undefined;
  return objectsOf(rules).map(rule => ({
    verbs: stringsOf(rule.verbs),
    apiGroups: stringsOf(rule.apiGroups),
    resources: stringsOf(rule.resources),
    resourceNames: stringsOf(rule.resourceNames),
    nonResourceURLs: stringsOf(rule.nonResourceURLs),
  }));
}

function allows(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}

/** Whether the rule grants the access. */
export function ruleAllows(rule: PolicyRule, request: AccessRequest): boolean {
  if (!allows(rule.verbs, request.verb)) return false;
  if (request.to === 'path') {
    return rule.nonResourceURLs.some(url =>
      url.endsWith('*')
        ? request.path.startsWith(url.slice(0, -1))
        : url === request.path,
    );
  }
  const { resource, subresource } = request;
  const wanted = subresource ? `${resource}/${subresource}` : resource;
  const resourceMatches =
    allows(rule.resources, wanted) ||
    (subresource !== undefined && rule.resources.includes(`*/${subresource}`));
  return (
    allows(rule.apiGroups, request.group) &&
    resourceMatches &&
    (rule.resourceNames.length === 0 ||
      (request.name !== undefined && rule.resourceNames.includes(request.name)))
  );
}
