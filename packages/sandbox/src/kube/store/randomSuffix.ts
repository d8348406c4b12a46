import { randomInt } from 'node:crypto';

// Kubernetes leaves out vowels and look-alikes, so that no words appear in names.
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The random end of a generated name. */
export function randomSuffix(length = 5): string {
  return Array.from(
    { length },
    () => ALPHABET[randomInt(ALPHABET.length)],
  ).join('');
}
