import type { KubeObject } from '../../kubelet/PodHost';
import { ApiError, badRequest } from '../api/ApiError';
import { isObject, JsonObject, textOf } from '../api/json';
import { isKubeObject } from '../api/objects';
import { apiVersionOf } from '../api/resources';
import { takeOutUnknown } from '../schema/Schemas';
import type { Call } from './KubeApi';

/** A request's object, and the warnings that its unknown fields earn. */
export interface ReadObject {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/** Checks that a body is an object of the URL's kind, name and namespace. */
export function objectFromBody(
  { api, info }: Pick<Call, 'api' | 'info'>,
  body: unknown,
  kind = info.type.kind,
): ReadObject {
  const { type, namespace } = info;
  if (!isObject(body)) {
    throw badRequest(
      'the object provided is unrecognized (must be of type application/json)',
    );
  }
  const apiVersion = apiVersionOf(type);
  if (kind === type.kind && !sameType(body, apiVersion, kind)) {
    throw badRequest(
      `${body.kind} in version "${body.apiVersion}" cannot be handled as a ${kind}: no kind "${body.kind}" is registered for version "${body.apiVersion}"`,
    );
  }
  const object: JsonObject = {
    ...body,
    apiVersion,
    kind,
    metadata: metadataOf(body, namespace, info.name),
  };
  const warnings = checkForm({ api, info }, object);
  if (!isKubeObject(object)) throw badRequest('metadata must be an object');
  return { object, warnings };
}

function sameType(body: JsonObject, apiVersion: string, kind: string): boolean {
  return (
    (body.kind ?? kind) === kind &&
    (body.apiVersion ?? apiVersion) === apiVersion
  );
}

function metadataOf(
  body: JsonObject,
  namespace: string | undefined,
  name: string | undefined,
): JsonObject {
  const metadata = isObject(body.metadata) ? { ...body.metadata } : {};
  for (const key of Object.keys(metadata)) {
    if (metadata[key] === null) delete metadata[key];
  }
  const given = textOf(metadata.namespace);
  if (namespace && given && given !== namespace) {
    throw badRequest(
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  if (namespace) metadata.namespace = namespace;
  metadata.name = textOf(metadata.name) ?? name ?? '';
  return metadata;
}

/** Takes unknown fields out; how loudly depends on `fieldValidation`. */
export function checkForm(
  { api, info }: Pick<Call, 'api' | 'info'>,
  object: JsonObject,
): string[] {
  const { type, query } = info;
  const level = query.get('fieldValidation') ?? 'Warn';
  const { unknown, mistyped } = takeOutUnknown(
    api.schemas,
    api.schemas.typeOf(type),
    object,
  );
  const handled = `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}`;
  if (mistyped.length > 0) {
    throw badRequest(`${handled}: json: ${mistyped[0]}`);
  }
  const sentences = unknown.map(path => `unknown field "${path}"`);
  if (level === 'Strict' && sentences.length > 0) {
    throw new ApiError(
      400,
      'BadRequest',
      `${handled}: strict decoding error: ${sentences.join(', ')}`,
    );
  }
  return level === 'Warn' ? sentences : [];
}
