import type { AccessRequest } from '../auth/rules';
import { Addons, isServed, ResourceType, resourceType } from '../api/resources';

/** A request to a resource, taken apart. */
export interface ResourceRequest {
  readonly method: string;
  readonly type: ResourceType;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  readonly query: URLSearchParams;
  /** The verb that authorization asks about. */
  readonly verb: string;
}

/** Whether a query parameter is switched on. */
export function isOn(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}

/** Takes the URL of a request to a resource apart; `undefined` when it names none. */
export function parseResourceRequest(
  method: string,
  url: URL,
  addons: Addons = [],
): ResourceRequest | undefined {
  const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const core = parts[0] === 'api' && parts[1] === 'v1';
  if (!core && parts[0] !== 'apis') return undefined;
  const group = core ? '' : parts[1];
  const version = core ? 'v1' : parts[2];
  const rest = parts.slice(core ? 2 : 3);
  const target = locate(group, rest);
  if (!target || target.type.version !== version) return undefined;
  if (!isServed(target.type, addons)) return undefined;
  if (
    target.subresource !== undefined &&
    !(target.subresource in target.type.subresources)
  ) {
    return undefined;
  }
  const query = url.searchParams;
  return { method, ...target, query, verb: verbOf(method, target.name, query) };
}

function locate(group: string, rest: readonly string[]) {
  const inNamespace =
    rest[0] === 'namespaces' &&
    rest.length >= 3 &&
    !(group === '' && ['status', 'finalize'].includes(rest[2]));
  const namespace = inNamespace ? rest[1] : undefined;
  const [plural, name, subresource] = inNamespace ? rest.slice(2) : rest;
  const type = resourceType(group, plural ?? '');
  if (!type) return undefined;
  if (namespace !== undefined && !type.namespaced) return undefined;
  return { type, namespace, name, subresource };
}

function verbOf(
  method: string,
  name: string | undefined,
  query: URLSearchParams,
): string {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name ? 'delete' : 'deletecollection';
    default:
      if (isOn(query, 'watch')) return 'watch';
      return name ? 'get' : 'list';
  }
}

/** What authorization must allow for the request. */
export function accessRequestOf(request: ResourceRequest): AccessRequest {
  const [, selected] =
    /^metadata\.name==?([^,]+)$/.exec(
      request.query.get('fieldSelector') ?? '',
    ) ?? [];
  return {
    to: 'resource',
    verb: request.verb,
    group: request.type.group,
    resource: request.type.plural,
    subresource: request.subresource,
    namespace:
      request.namespace ??
      (request.type.plural === 'namespaces' ? request.name : undefined),
    name: request.name ?? selected,
  };
}
