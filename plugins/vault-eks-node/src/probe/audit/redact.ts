import { scrubSecrets } from '../../connections/scrubSecrets';

const REDACTED = '<redacted>';
const HMAC = /^hmac-sha256:[0-9a-f]{64}$/;

/** Headers that help to trace a request; the values of all others are hidden. */
const SHOWN_HEADERS: ReadonlySet<string> = new Set([
  'user-agent',
  'content-type',
  'x-correlation-id',
  'x-request-id',
]);

type Json = unknown;

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Enough of an HMAC to tell two values apart, too little to look one up. */
function shortHmac(value: string): string {
  return `${value.slice(0, 'hmac-sha256:'.length + 8)}…`;
}

/** Vault hashes only the strings of `data`, and mounts may exempt keys even from that. */
function redactData(value: Json): Json {
  if (typeof value === 'string') {
    return HMAC.test(value) ? shortHmac(value) : REDACTED;
  }
  if (typeof value === 'number') {
    return REDACTED;
  }
  if (Array.isArray(value)) {
    return value.map(redactData);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, v]) => [key, redactData(v)]),
      )
    : value;
}

function redactHeaders(headers: Json): Json {
  return isObject(headers)
    ? Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          SHOWN_HEADERS.has(name.toLowerCase()) ? value : REDACTED,
        ]),
      )
    : REDACTED;
}

/** Redacts one parsed audit line; keys keep their order. */
export function redact(value: Json, key?: string): Json {
  switch (key) {
    case 'data':
      return redactData(value);
    case 'headers':
      return redactHeaders(value);
    case 'lease_id':
      return value === '' ? value : REDACTED;
    default:
  }
  if (typeof value === 'string') {
    return HMAC.test(value) ? shortHmac(value) : scrubSecrets(value);
  }
  if (Array.isArray(value)) {
    return value.map(item => redact(item));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, v]) => [name, redact(v, name)]),
      )
    : value;
}
