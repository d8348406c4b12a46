import { mayHoldSecrets, scrubSecrets } from '../../connections/scrubSecrets';
import { isObject, JsonObject } from './json';

const REDACTED = '<redacted>';
const HMAC = /^hmac-sha256:[0-9a-f]{64}$/;
const HMAC_LENGTH = 'hmac-sha256:'.length + 64;

/** Headers that help to trace a request; the values of all others are hidden. */
const SHOWN_HEADERS: ReadonlySet<string> = new Set([
  'user-agent',
  'content-type',
  'x-correlation-id',
  'x-request-id',
]);

type Json = unknown;
type Scrub = (text: string) => string;
/** What takes the place of a value, by the key that it stands under. */
type Replace = (value: Json, key?: string) => Json;

const isHmac = (text: string) => text.length === HMAC_LENGTH && HMAC.test(text);

/** Enough of an HMAC to tell two values apart, too little to look one up. */
function shortHmac(value: string): string {
  return `${value.slice(0, 'hmac-sha256:'.length + 8)}…`;
}

/** Replaces what an object or array holds, in its place. */
function within<T extends Json>(value: T, replace: Replace): T {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      value[i] = replace(value[i]);
    }
  } else if (isObject(value)) {
    const object: JsonObject = value;
    for (const key of Object.keys(object)) {
      object[key] = replace(object[key], key);
    }
  }
  return value;
}

/** Vault hashes only the strings of `data`, and mounts may exempt keys even from that. */
function redactData(value: Json): Json {
  switch (typeof value) {
    case 'string':
      return isHmac(value) ? shortHmac(value) : REDACTED;
    case 'number':
      return REDACTED;
    default:
      return within(value, redactData);
  }
}

function redactHeaders(headers: Json): Json {
  return isObject(headers)
    ? within(headers, (value, name = '') =>
        SHOWN_HEADERS.has(name.toLowerCase()) ? value : REDACTED,
      )
    : REDACTED;
}

const redactString = (text: string, scrub: Scrub) =>
  isHmac(text) ? shortHmac(text) : scrub(text);

/** Redacts a text that stands for itself. */
export const redactText = (text: string) => redactString(text, scrubSecrets);

function redactWith(scrub: Scrub): Replace {
  const replace: Replace = (value, key) => {
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
      return redactString(value, scrub);
    }
    return within(value, replace);
  };
  return replace;
}

const redactAny = redactWith(scrubSecrets);
const redactClean = redactWith(text => text);

/** JSON may write any character by its number; a letter so written is not seen in the text of the line. */
const hidesLetters = (line: string) => line.includes('\\u00');

/**
 * Redacts one parsed audit line, in its place; keys keep their order.
 *
 * @param line - what it was parsed from: where no part of it looks like a secret, no string in it does
 */
export function redact(value: Json, line: string): void {
  const clean = !mayHoldSecrets(line) && !hidesLetters(line);
  within(value, clean ? redactClean : redactAny);
}
