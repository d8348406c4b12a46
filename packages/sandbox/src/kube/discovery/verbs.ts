import type { ResourceType } from '../api/resources';

/** Verbs of a resource, as discovery lists them. */
export function verbsOf(type: ResourceType): string[] {
  return type.review
    ? ['create']
    : [
        'create',
        'delete',
        'deletecollection',
        'get',
        'list',
        'patch',
        'update',
        'watch',
      ];
}

const SUBRESOURCE_VERBS: Readonly<Record<string, readonly string[]>> = {
  log: ['get'],
  exec: ['create', 'get'],
  portforward: ['create', 'get'],
  eviction: ['create'],
  token: ['create'],
  finalize: ['update'],
};

/** Verbs of a subresource. */
export function subresourceVerbsOf(subresource: string): readonly string[] {
  return SUBRESOURCE_VERBS[subresource] ?? ['get', 'patch', 'update'];
}

const KIND_GROUPS: Readonly<Record<string, readonly [string, string]>> = {
  Scale: ['autoscaling', 'v1'],
  Eviction: ['policy', 'v1'],
  TokenRequest: ['authentication.k8s.io', 'v1'],
};

/** Group and version of the kind that a subresource speaks. */
export function groupVersionOfKind(
  type: ResourceType,
  kind: string,
): { readonly group: string; readonly version: string } {
  const [group, version] = KIND_GROUPS[kind] ?? [type.group, type.version];
  return { group, version };
}
