import type { RunStep } from '@vault-eks/backstage-plugin-vault-eks-common';

/**
 * Milliseconds that each phase of a run took, from the beginning of its first step to the end of its last. A step begins
 * when those that it waited for have ended; phases that ran side by side overlap.
 */
export function phaseDurations(
  steps: readonly Pick<RunStep, 'id' | 'phase' | 'durationMs' | 'after'>[],
): ReadonlyMap<string, number> {
  const byId = new Map(steps.map(step => [step.id, step]));
  const ends = new Map<string, number>();
  const beginOf = (after: readonly string[]): number =>
    Math.max(0, ...after.map(endOf));
  function endOf(id: string): number {
    const step = byId.get(id);
    const known = ends.get(id);
    if (!step || known !== undefined) {
      return known ?? 0;
    }
    const end = beginOf(step.after) + step.durationMs;
    ends.set(id, end);
    return end;
  }
  const spans = new Map<string, { begin: number; end: number }>();
  for (const { id, phase, after } of steps) {
    const { begin, end } = spans.get(phase) ?? { begin: Infinity, end: 0 };
    spans.set(phase, {
      begin: Math.min(begin, beginOf(after)),
      end: Math.max(end, endOf(id)),
    });
  }
  return new Map(
    [...spans].map(([phase, { begin, end }]) => [phase, end - begin]),
  );
}
