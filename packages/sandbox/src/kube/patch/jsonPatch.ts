import { applyPatch, getValueByPointer, validate } from 'fast-json-patch';
import { ApiError, badRequest } from '../api/ApiError';
import { isObject, type JsonObject } from '../api/json';

const REJECTED =
  'the server rejected our request due to an error in our request';

/**
 * Applies RFC 6902 as the API server does, whose library (evanphx/json-patch 4) also takes `replace` for a key that is
 * not there, as long as the object around it is. Vault's service registration relies on it.
 */
export function jsonPatch(current: JsonObject, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  }
  let document: JsonObject = structuredClone(current);
  for (const given of patch) {
    const operation = replacesNothing(document, given)
      ? { ...given, op: 'add' }
      : given;
    if (validate([operation], document)) {
      throw new ApiError(422, 'Invalid', REJECTED, {});
    }
    document = applyPatch(document, [operation], false, true).newDocument;
  }
  return document;
}

function replacesNothing(document: JsonObject, operation: unknown): boolean {
  if (!isObject(operation) || operation.op !== 'replace') return false;
  const path = String(operation.path);
  const parent = find(document, path.slice(0, path.lastIndexOf('/')));
  return isObject(parent) && find(document, path) === undefined;
}

function find(document: JsonObject, pointer: string): unknown {
  try {
    return getValueByPointer(document, pointer);
  } catch {
    return undefined;
  }
}
