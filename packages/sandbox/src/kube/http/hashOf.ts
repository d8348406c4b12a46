import { createHash } from 'node:crypto';

/** By which a client knows a document again. */
export function hashOf(text: string): string {
  const hash = createHash('sha512').update(text).digest('hex');
  return hash.toLocaleUpperCase('en-US');
}
