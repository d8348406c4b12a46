import type { IncomingMessage } from 'node:http';
import type { KubeObject } from '../../kubelet/PodHost';
import { ApiError } from '../api/ApiError';
import type { JsonObject } from '../api/json';
import { apiVersionOf, ResourceType } from '../api/resources';
import { asTable, partialMetadata } from '../tables/asTable';

/** The form in which a client wants objects. */
export type Representation = 'object' | 'table' | 'metadata';

/** Reads the `Accept` header: the first form in it that is served. */
export function representationOf(request: IncomingMessage): Representation {
  const accept = request.headers.accept;
  if (!accept) return 'object';
  for (const option of accept.split(',')) {
    const [type, ...parameters] = option.split(';').map(part => part.trim());
    if (!['application/json', 'application/*', '*/*'].includes(type)) continue;
    const as = parameters.find(part => part.startsWith('as='))?.slice(3);
    const version = parameters.find(part => part.startsWith('v='))?.slice(2);
    if (as === undefined) return 'object';
    if (version !== 'v1') continue;
    if (as === 'Table') return 'table';
    if (as.startsWith('PartialObjectMetadata')) return 'metadata';
  }
  throw new ApiError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json',
    {},
  );
}

interface Form {
  readonly as: Representation;
  readonly includeObject?: string;
}

/** One object in the wanted form. */
export function represent(
  type: ResourceType,
  object: KubeObject,
  { as, includeObject }: Form,
): unknown {
  switch (as) {
    case 'table':
      return asTable(type.plural, [object], {
        metadata: { resourceVersion: object.metadata.resourceVersion },
        includeObject,
      });
    case 'metadata':
      return partialMetadata(object);
    default:
      return object;
  }
}

/** A list in the wanted form. */
export function representList(
  type: ResourceType,
  objects: readonly KubeObject[],
  metadata: JsonObject,
  { as, includeObject }: Form,
): JsonObject {
  switch (as) {
    case 'table':
      return asTable(type.plural, objects, { metadata, includeObject });
    case 'metadata':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: objects.map(partialMetadata),
      };
    default:
      return {
        kind: `${type.kind}List`,
        apiVersion: apiVersionOf(type),
        metadata,
        items: objects.map(withoutType),
      };
  }
}

/** Items of a typed list do not repeat what the list says of them all. */
function withoutType({ apiVersion: _v, kind: _k, ...rest }: KubeObject) {
  return rest;
}
