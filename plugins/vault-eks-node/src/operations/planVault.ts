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

/** Preflight and plan; changes nothing. */
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
  const findings = await runPreflight({ ...context, signal });
  try {
    const steps = await planGraph(buildBlueprint(context, choices).nodes, {
      signal,
      log: line => logger.info(line),
    });
    const refused = steps.some(step => step.refusal);
    return {
      steps,
      findings,
      changes: hasChanges(steps),
      blocked: refused || isBlocked(findings),
    };
  } catch (error) {
    signal.throwIfAborted();
    // What blocks a deploy may also keep things from being looked at; the findings say what to do.
    if (isBlocked(findings)) {
      return blockedPlan(findings);
    }
    if (isDenied(error)) {
      return blockedPlan([unreachableFinding(error), ...findings]);
    }
    throw error;
  }
}
