import { isObject, type JsonObject } from './json';

/** What a line of an audit device must hold to be told as one, and what else of it is shown. */
export interface AuditFields {
  /** RFC 3339. */
  readonly time: string;
  readonly type: 'request' | 'response';
  readonly error?: string;
  readonly auth: { readonly displayName?: string; readonly entityId?: string };
  readonly request: {
    readonly id: string;
    readonly operation: string;
    readonly path: string;
    readonly mountPoint?: string;
    readonly mountType?: string;
    readonly remoteAddress?: string;
  };
  /** Whether Vault itself takes the answer for an error. */
  readonly isErrorResponse: boolean;
}

const TIME =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

const NONE: JsonObject = {};

const isTime = (value: unknown): value is string =>
  typeof value === 'string' &&
  TIME.test(value) &&
  !Number.isNaN(Date.parse(value));

const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

/** Source: hashicorp/vault `sdk/logical`, `Response.IsError`. */
function isErrorResponse({ response }: JsonObject): boolean {
  if (!isObject(response) || !isObject(response.data)) {
    return false;
  }
  const keys = Object.keys(response.data);
  return keys.length === 1 && keys[0] === 'error';
}

/**
 * Reads the parsed line by hand: a tail reads a million of them, and a schema would take longer than all the rest.
 *
 * @returns `undefined` for what is no line of an audit device
 */
export function readAuditFields(json: unknown): AuditFields | undefined {
  if (!isObject(json) || !isObject(json.request)) {
    return undefined;
  }
  const { time, type, error } = json;
  const { id, operation, path } = json.request;
  const {
    mount_point: mountPoint,
    mount_type: mountType,
    remote_address: remoteAddress,
  } = json.request;
  const auth = json.auth ?? NONE;
  if (!isObject(auth)) {
    return undefined;
  }
  const { display_name: displayName, entity_id: entityId } = auth;
  if (
    !isTime(time) ||
    (type !== 'request' && type !== 'response') ||
    !isOptionalText(error) ||
    !isOptionalText(displayName) ||
    !isOptionalText(entityId) ||
    typeof id !== 'string' ||
    id === '' ||
    typeof operation !== 'string' ||
    typeof path !== 'string' ||
    !isOptionalText(mountPoint) ||
    !isOptionalText(mountType) ||
    !isOptionalText(remoteAddress)
  ) {
    return undefined;
  }
  return {
    time,
    type,
    error,
    auth: { displayName, entityId },
    request: { id, operation, path, mountPoint, mountType, remoteAddress },
    isErrorResponse: isErrorResponse(json),
  };
}
