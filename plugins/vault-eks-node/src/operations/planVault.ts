import type {
  Plan,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../blueprint';
import { planGraph } from '../engine';
import { runPreflight } from '../preflight';
import type { DeployOptions, OperationOptions } from '../VaultEks';
import { blockedPlan, planOf } from './planOf';
import { refuseBeforeCalls, RunChoices } from './refuseBeforeCalls';
import { surveyCluster, Workshop } from './survey';

/** Preflight and plan of what was checked before, side by side: both only read. */
export async function planChecked(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: OperationOptions & { readonly choices: RunChoices },
): Promise<Plan> {
  const { signal, logger, choices } = options;
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
  return planOf(checked.value, planned);
}

/** What a deploy would do. */
export async function planVault(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: DeployOptions,
): Promise<Plan> {
  const choices = await refuseBeforeCalls(workshop.config, spec, options);
  return await planChecked(workshop, spec, { ...options, choices });
}
