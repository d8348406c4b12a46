import { ConflictError, isError } from '@backstage/errors';
import type {
  Finding,
  Plan,
  PlanStep,
  RunStep,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../../blueprint';
import type { BlueprintContext } from '../../blueprint/context';
import { AWS_PHASE } from '../../blueprint/phases';
import { destroyGraph, planRemoval, SettleOptions } from '../../engine';
import type { OperationOptions } from '../../VaultEks';
import { sentence, surveyCluster, Workshop } from '../survey';
import { AlsoDelete, nodesToDelete } from './alsoDelete';

/** How a Vault is taken down. */
export interface DestroyVaultOptions extends OperationOptions {
  /** What bears data stays unless it is named here in full. */
  readonly alsoDelete?: AlsoDelete;
  /** Leave the EKS cluster alone, for one whose Kubernetes API does not answer any more. */
  readonly onlyAws?: boolean;
  /** Only say what would be deleted and kept. */
  readonly dryRun?: boolean;
}

interface Destroyed {
  /** What stays, each with its reason. */
  readonly kept: readonly PlanStep[];
  /** What was deleted; empty in a dry run. */
  readonly steps: readonly RunStep[];
  /** Milliseconds. */
  readonly durationMs: number;
}

/** What a destroy did, or, in a dry run, would do. */
export type DestroyVaultReport =
  | (Destroyed & { readonly plan: Plan; readonly account?: undefined })
  | (Destroyed & { readonly plan?: undefined; readonly account: string });

/** KMS waits 7 to 30 days; what cannot be undone is given all of them, whatever the spec says. */
const LONGEST_WINDOW_DAYS = 30;

const blocked = (finding: Finding): DestroyVaultReport => ({
  plan: { steps: [], findings: [finding], changes: false, blocked: true },
  ...{ steps: [], kept: [], durationMs: 0 },
});

async function assertKubernetesAnswers(
  { kubernetes, cluster }: BlueprintContext,
  signal: AbortSignal,
) {
  try {
    await kubernetes.version({ signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new ConflictError(
      `Nothing was deleted. The Kubernetes API of ${
        cluster.name
      } does not answer (${
        isError(error) ? error.message : 'the call failed'
      }). Mend that and run again, or set onlyAws: true to delete what is on AWS alone; a Vault that still runs there then stops working.`,
    );
  }
}

/**
 * Takes a Vault down: a plan first, then in reverse order, waiting until each thing is gone. What bears data stays unless
 * it is named in full, and so does what is not ours. Run again after any interruption, it goes on from what is left.
 *
 * @throws InputError when `alsoDelete` does not name a thing in full; no call was made then
 * @throws ConflictError when something cannot be deleted yet, or the cluster cannot be reached; nothing was deleted then
 */
export async function destroyVault(
  workshop: Workshop,
  spec: VaultClusterSpec,
  options: DestroyVaultOptions & { readonly settle?: SettleOptions },
): Promise<DestroyVaultReport> {
  const { signal, logger, settle, onlyAws = false, dryRun = false } = options;
  const includeRetained = nodesToDelete(spec, options.alsoDelete);
  const started = Date.now();
  const seal = { ...spec.seal, deletionWindowDays: LONGEST_WINDOW_DAYS };
  const survey = await surveyCluster(workshop, { ...spec, seal }, options);
  const { context, finding } = survey;
  if (!context) {
    if (dryRun) {
      return blocked(finding);
    }
    throw new ConflictError(`Nothing was deleted. ${sentence(finding)}`);
  }
  if (!onlyAws) {
    await assertKubernetesAnswers(context, signal);
  }
  const { nodes } = buildBlueprint(context, { leftovers: true });
  const concerned = onlyAws
    ? nodes.filter(({ phase }) => phase === AWS_PHASE)
    : nodes;
  const log = (line: string) => logger.info(line);
  const run = { signal, log, settle, includeRetained };
  const { account } = context.aws;
  if (dryRun) {
    const steps = (await planRemoval(concerned, run)).map(({ step }) => step);
    const refused = steps.some(({ refusal }) => refusal);
    const changes = steps.some(({ verb }) => verb === 'delete');
    return {
      plan: { steps, findings: [], changes, blocked: refused },
      steps: [],
      kept: steps.filter(({ verb }) => verb === 'keep'),
      durationMs: Date.now() - started,
    };
  }
  const { steps, kept } = await destroyGraph(concerned, run);
  if (steps.length === 0) {
    logger.info('There was nothing left to delete');
  }
  return { steps, kept, account, durationMs: Date.now() - started };
}
