import type { NewTransition } from '../changes';
import { titlesOf, type Thing } from './things';

/** What is worth telling between two looks; nothing while the same things differ. */
export function driftChange(
  before: readonly Thing[],
  now: readonly Thing[],
  at: string,
): NewTransition | undefined {
  const known = new Set(before.map(({ id }) => id));
  if (now.length === known.size && now.every(({ id }) => known.has(id))) {
    return undefined;
  }
  return {
    kind: now.length > 0 ? 'drift' : 'drift-resolved',
    from: String(before.length),
    to: String(now.length),
    things: titlesOf(now.length > 0 ? now : before),
    at,
  };
}
