import { randomBytes, randomInt } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Random text of letters and digits, as in accessors and root tokens. */
export function base62(length: number): string {
  return Array.from({ length }, () => BASE62[randomInt(BASE62.length)]).join(
    '',
  );
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
