import type { Field } from './LineShape';

const CHARACTER = '[^"\\\\\\u0000-\\u001f]';
const NO_HASH = '(?!hmac-sha256:)';
const DATE = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|30)';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z';

/** Written out: a class that is counted takes several times as long as the same class so many times. */
const hex = (digits: number) => '[0-9a-f]'.repeat(digits);

/** As regular expressions: the values of JSON that are written in one way only. */
export const VALUES = {
  /** Any text but a hash, which is treated otherwise. */
  text: `${NO_HASH}${CHARACTER}*`,
  someText: `${NO_HASH}${CHARACTER}+`,
  any: `${CHARACTER}*`,
  hash: `hmac-sha256:${hex(64)}`,
  hashStart: `hmac-sha256:${hex(8)}`,
  hashEnd: hex(56),
  integer: '(?:0|-?[1-9]\\d{0,14})',
  boolean: '(?:true|false)',
} as const;

/** What is read of a line, by where it stands, and what it may be there. A line with anything else is parsed. */
export const FIELDS: ReadonlyMap<string, readonly [Field, string]> = new Map([
  ['time', ['time', `${DATE}T${TIME}`]],
  ['error', ['error', VALUES.someText]],
  ['auth/display_name', ['displayName', VALUES.text]],
  ['auth/entity_id', ['entityId', VALUES.text]],
  ['request/id', ['id', '[\\w.:-]{1,100}']],
  ['request/operation', ['operation', VALUES.text]],
  ['request/path', ['path', VALUES.text]],
  ['request/mount_point', ['mountPoint', VALUES.text]],
  ['request/mount_type', ['mountType', VALUES.text]],
  ['request/remote_address', ['remoteAddress', VALUES.text]],
]);

export const escaped = (text: string) =>
  text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
