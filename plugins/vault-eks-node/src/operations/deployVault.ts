import { ConflictError } from '@backstage/errors';
import type {
  DeployReport,
  Finding,
  RunStep,
  VaultClusterSpec,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../blueprint';
import { applyGraph } from '../engine';
import type { ApplyResult, SettleOptions } from '../engine';
import { formatDuration } from '../engine/formatDuration';
import type { DeployOptions } from '../VaultEks';
import { passPreflight } from './passPreflight';
import { refuseBeforeCalls } from './refuseBeforeCalls';
import { sentence, surveyCluster, Workshop } from './survey';

/** The steps of a run with what came before them, so that the longest chain of the report is that of the whole run. */
function withPreflight(
  result: ApplyResult,
  times: { readonly surveyMs: number; readonly preflightMs: number },
): RunStep[] {
  const { surveyMs, preflightMs } = times;
  const before = { phase: 'Preflight', outcome: 'ran', after: [] } as const;
  const preflight = { id: 'preflight', title: 'Preflight checks' };
  const plan = { id: 'plan', title: 'Plan' };
  // Both begin when the cluster is known.
  const planMs = surveyMs + result.planMs;
  return [
    { ...before, ...preflight, durationMs: preflightMs },
    { ...before, ...plan, durationMs: planMs },
    ...result.steps.map(step => ({
      ...step,
      after: step.after.length > 0 ? step.after : [preflight.id, plan.id],
    })),
  ];
}

/** What was left undone, as claims that do not hold yet. */
const notDoneIn = (steps: readonly RunStep[]): VerifiedClaim[] =>
  steps
    .filter(({ outcome }) => outcome === 'not-done')
    .map(({ id, title, reason }) => ({
      ...{ id, claim: title, passed: false, severity: 'warning' },
      detail: `not done: ${reason}`,
    }));

/**
 * Brings the cluster to the spec.
 *
 * @throws InputError when something that was handed in cannot be used; no call was made then
 * @throws ConflictError when preflight or the plan refuses; nothing was changed then
 */
export async function deployVault(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: DeployOptions & { readonly settle?: SettleOptions },
): Promise<DeployReport> {
  const { signal, logger, settle } = options;
  const started = Date.now();
  const choices = await refuseBeforeCalls(workshop.config, spec, options);
  const { context, finding } = await surveyCluster(workshop, spec, options);
  if (!context) {
    throw new ConflictError(`Nothing was changed. ${sentence(finding)}`);
  }
  const surveyMs = Date.now() - started;
  let findings: readonly Finding[] = [];
  let preflightMs = 0;
  const beside = async () => {
    findings = await passPreflight({ ...context, signal }, logger);
    preflightMs = Date.now() - started;
    logger.info(
      `Preflight: nothing blocks the deploy (${formatDuration(preflightMs)})`,
    );
  };

  const { nodes, aws, cluster } = buildBlueprint(context, choices);
  const log = (line: string) => logger.info(line);
  const result = await applyGraph(nodes, { signal, log, settle, beside });
  if (!result.changed) {
    logger.info('Nothing had to be changed');
  }
  const { serviceUrl, uiUrl } = result.outputOf(cluster.service);
  return {
    steps: withPreflight(result, { surveyMs, preflightMs }),
    findings,
    claims: [...result.outputOf(cluster.claims), ...notDoneIn(result.steps)],
    changed: result.changed,
    durationMs: Date.now() - started,
    outputs: {
      account: context.aws.account,
      tableArn: result.outputOf(aws.table).arn,
      keyArn: result.outputOf(aws.sealKey).arn,
      roleArn: result.outputOf(aws.role).arn,
      custodySecretArn: result.outputOf(aws.custodySecret).arn,
      serviceUrl,
      uiUrl,
    },
  };
}
