import type {
  Finding,
  Plan,
  PlanStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDenied } from '../connections/aws';
import { hasChanges } from '../engine';
import { isBlocked, unreachableFinding } from '../preflight';

/** The plan of what cannot be looked at. */
export const blockedPlan = (findings: readonly Finding[]): Plan => ({
  findings,
  steps: [],
  changes: false,
  blocked: true,
});

/**
 * What the checks found and what the looks came to, as one plan.
 *
 * @throws what kept things from being looked at, where no finding explains it
 */
export function planOf(
  findings: readonly Finding[],
  planned: PromiseSettledResult<readonly PlanStep[]>,
): Plan {
  if (planned.status === 'fulfilled') {
    const steps = planned.value;
    const refused = steps.some(step => step.refusal);
    return {
      steps,
      findings,
      changes: hasChanges(steps),
      blocked: refused || isBlocked(findings),
    };
  }
  // What blocks a deploy may also keep things from being looked at; the findings say what to do.
  if (isBlocked(findings)) {
    return blockedPlan(findings);
  }
  if (isDenied(planned.reason)) {
    return blockedPlan([unreachableFinding(planned.reason), ...findings]);
  }
  throw planned.reason;
}
