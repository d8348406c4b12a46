import type { RunStep } from '@vault-eks/backstage-plugin-vault-eks-common';

/** Milliseconds of the longest chain of steps that wait for each other: no order of the same work is faster. */
export function criticalPathMs(steps: readonly RunStep[]): number {
  const byId = new Map(steps.map(step => [step.id, step]));
  const known = new Map<string, number>();
  const endOf = (id: string): number => {
    const step = byId.get(id);
    if (!step) return 0;
    const found = known.get(id);
    if (found !== undefined) return found;
    const end = Math.max(0, ...step.after.map(endOf)) + step.durationMs;
    known.set(id, end);
    return end;
  };
  return Math.max(0, ...steps.map(step => endOf(step.id)));
}
