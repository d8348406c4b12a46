import type { PlanStep } from './Plan';

/** What was not looked at and why, each reason once, as a sentence without its full stop; `undefined` when all was. */
export function whatWasNotLookedAt(
  steps: readonly PlanStep[],
): string | undefined {
  const titles = new Map<string, string[]>();
  for (const { notLookedAt, title } of steps) {
    if (notLookedAt !== undefined) {
      titles.set(notLookedAt, [...(titles.get(notLookedAt) ?? []), title]);
    }
  }
  return titles.size === 0
    ? undefined
    : `Not looked at: ${[...titles]
        .map(([why, of]) => `${of.join(', ')} (${why})`)
        .join('; ')}`;
}
