import {
  mayHoldSecrets,
  scrubSecrets,
} from '../../../connections/scrubSecrets';
import { isObject, type JsonObject } from '../json';
import { createPathMask } from './pathMask';
import { DEFAULT_REDACTION, type RedactionPolicy } from './RedactionPolicy';

const REDACTED = '<redacted>';
const HMAC = /^hmac-sha256:[0-9a-f]{64}$/;
/** What stands in place of the rest of a text. */
export const CUT = '...';
const HMAC_LENGTH = 'hmac-sha256:'.length + 64;

type Json = unknown;
type OfText = (text: string) => string;
/** What takes the place of a value, by the key that it stands under. */
type Replace = (value: Json, key?: string) => Json;

/** Takes out of audit lines what a policy hides. */
export interface Redaction {
  /**
   * One parsed line, in its place; keys keep their order.
   *
   * @param text - what it was parsed from: where no part of it looks like a secret, no string in it does
   */
  line(json: JsonObject, text: string): void;
  /** A text that stands for itself, of a line with this path. */
  text(text: string, path: string): string;
  path(path: string): string;
  /** Whether any path is masked. */
  readonly masksPaths: boolean;
}

/** Keys under which audit lines have paths. */
export const PATH_KEYS: readonly string[] = [
  'path',
  'creation_path',
  'mount_point',
];

const isHmac = (text: string) => text.length === HMAC_LENGTH && HMAC.test(text);

const HASHES: Record<RedactionPolicy['hashes'], OfText> = {
  // Enough to tell two values apart, too little to look one up. Three dots and no ellipsis: a string with one character
  // beyond Latin-1 takes twice the memory, and each line has a dozen hashes.
  shortened: value => `${value.slice(0, 'hmac-sha256:'.length + 8)}${CUT}`,
  hidden: () => REDACTED,
  whole: value => value,
};

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

/** Shows the values under some names, and hides all others. */
function showOnly(names: readonly string[], show: Replace): Replace {
  const shown = new Set(names.map(name => name.toLowerCase()));
  const isShown = (name: string) =>
    shown.has('*') || shown.has(name.toLowerCase());
  return values => {
    if (values === null) {
      return values;
    }
    return isObject(values)
      ? within(values, (value, name = '') =>
          isShown(name) ? show(value) : REDACTED,
        )
      : REDACTED;
  };
}

/** JSON may write any character by its number; a letter so written is not seen in the text of the line. */
const hidesLetters = (text: string) => text.includes('\\u00');

/** Makes a {@link Redaction} by a policy. */
export function createRedaction(policy: RedactionPolicy): Redaction {
  const ofHash = HASHES[policy.hashes];
  const mask = createPathMask(policy.maskedPaths);

  /** Vault hashes only the strings of `data`, and mounts may exempt keys even from that. */
  const ofData: Replace = value => {
    switch (typeof value) {
      case 'string':
        return isHmac(value) ? ofHash(value) : REDACTED;
      case 'number':
        return REDACTED;
      default:
        return within(value, ofData);
    }
  };

  const replacing = (scrub: OfText): Replace => {
    const ofText: OfText = text => (isHmac(text) ? ofHash(text) : scrub(text));
    const ofAny: Replace = value =>
      typeof value === 'string' ? ofText(value) : within(value, ofAny);
    const ofHeaders = showOnly(policy.headers, ofAny);
    const ofMetadata = showOnly(policy.metadata, ofAny);
    const replace: Replace = (value, key) => {
      switch (key) {
        case 'data':
          return ofData(value);
        case 'headers':
          return ofHeaders(value);
        case 'metadata':
          return ofMetadata(value);
        case 'lease_id':
          return value === '' ? value : REDACTED;
        default:
      }
      if (typeof value !== 'string') {
        return within(value, replace);
      }
      return key !== undefined && PATH_KEYS.includes(key)
        ? mask(ofText(value))
        : ofText(value);
    };
    return replace;
  };
  const unlessClean = replacing(scrubSecrets);
  const ofClean = replacing(text => text);

  /** A masked path is masked wherever else the line quotes it: in errors, in the address of the request. */
  const masking = (path: string): OfText | undefined => {
    const masked = mask(path);
    return masked === path
      ? undefined
      : text => text.replaceAll(path, () => masked);
  };

  return {
    line(json, text) {
      const path = isObject(json.request) ? json.request.path : undefined;
      const quoted = typeof path === 'string' ? masking(path) : undefined;
      if (quoted) {
        within(
          json,
          replacing(value => scrubSecrets(quoted(value))),
        );
        return;
      }
      const isClean = !mayHoldSecrets(text) && !hidesLetters(text);
      within(json, isClean ? ofClean : unlessClean);
    },
    text(text, path) {
      const quoted = masking(path) ?? (whole => whole);
      return isHmac(text) ? ofHash(text) : scrubSecrets(quoted(text));
    },
    path: path => mask(scrubSecrets(path)),
    masksPaths: policy.maskedPaths.length > 0,
  };
}

/** What holds where app-config says nothing. */
export const defaultRedaction = createRedaction(DEFAULT_REDACTION);
