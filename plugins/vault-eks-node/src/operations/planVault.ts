import type {
  Finding,
  Plan,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../blueprint';
import { isDenied } from '../connections/aws';
import { hasChanges, planGraph } from '../engine';
import { isBlocked, runPreflight, unreachableFinding } from '../preflight';
import type { DeployOptions } from '../VaultEks';
import { refuseBeforeCalls } from './refuseBeforeCalls';
import { surveyCluster, Workshop } from './survey';

const blockedPlan = (findings: readonly Finding[]): Plan => ({
  findings,
  steps: [],
  changes: false,
  blocked: true,
});

/** Preflight and plan, side by side: both only read. */
export async function planVault(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: DeployOptions,
): Promise<Plan> {
  const { signal, logger } = options;
  const choices = await refuseBeforeCalls(spec, options);
  const { context, finding } = await surveyCluster(workshop, spec, options);
  if (!context) {
    return blockedPlan([finding]);
  }
  const { nodes } = buildBlueprint(context, choices);
  const log = (line: string) => logger.info(line);
  const [checked, planned] = await Promise.allSettled([
    runPreflight({ ...context, signal }),
    planGraph(nodes, { signal, log }),
  ]);
  signal.throwIfAborted();
  if (checked.status === 'rejected') {
    throw checked.reason;
  }
  const findings = checked.value;
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
