import { createHmac } from 'node:crypto';
import { isJsonObject } from '../util/json';

/** Moments are written in plain text even in answers; every other text is not. */
const MOMENTS = new Set(['expire_time', 'issue_time', 'last_echo']);

/** HMAC-SHA256 of a text with a device's salt, as `sys/audit-hash` also answers. */
export function hmac(salt: string, value: string): string {
  return `hmac-sha256:${createHmac('sha256', salt)
    .update(value)
    .digest('hex')}`;
}

/** Replaces every text inside by its HMAC; names of fields stay. */
export function hashTexts(
  salt: string,
  value: unknown,
  options: { readonly numbers: boolean },
  name?: string,
): unknown {
  if (typeof value === 'string') {
    return name !== undefined && MOMENTS.has(name) ? value : hmac(salt, value);
  }
  // Numbers of a request reach Vault's audit as text.
  if (typeof value === 'number' && options.numbers) {
    return hmac(salt, String(value));
  }
  if (Array.isArray(value)) {
    return value.map(item => hashTexts(salt, item, options));
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, hashTexts(salt, item, options, key)]),
    );
  }
  return value;
}
