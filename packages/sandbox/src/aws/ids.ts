import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An identifier in IAM's style: a prefix and upper-case letters and digits. */
export function uniqueId(prefix: string, length: number): string {
  return (
    prefix + [...randomBytes(length)].map(byte => alphabet[byte % 32]).join('')
  );
}

/** An identifier in EC2's style, such as `vpce-0a1b2c3d4e5f67890`. */
export function resourceId(prefix: string): string {
  return `${prefix}-0${randomBytes(9).toString('hex').slice(0, 16)}`;
}
