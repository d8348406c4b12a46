import { ConflictError } from '@backstage/errors';
import type {
  Finding,
  Plan,
  PlanStep,
  RunStep,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  destroyGraph,
  DestroyResult,
  planRemoval,
  SettleOptions,
} from '../../engine';
import type { OperationOptions } from '../../VaultEks';
import { sentence, Workshop } from '../survey';
import { AlsoDelete, nodesToDelete } from './alsoDelete';
import { whatToDestroy } from './whatToDestroy';

/** How a Vault is taken down. */
export interface DestroyVaultOptions extends OperationOptions {
  /** What bears data stays unless it is named here in full. */
  readonly alsoDelete?: AlsoDelete;
  /** Leave the EKS cluster alone, for one that is gone or whose Kubernetes API does not answer any more. */
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

function planOf(steps: readonly PlanStep[]): Plan {
  return {
    steps,
    findings: [],
    changes: steps.some(({ verb }) => verb === 'delete'),
    blocked: steps.some(({ refusal }) => refusal),
  };
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
  const { alsoDelete } = options;
  const includeRetained = nodesToDelete(spec, alsoDelete, { onlyAws });
  const started = Date.now();
  const durationMs = () => Date.now() - started;
  const seal = { ...spec.seal, deletionWindowDays: LONGEST_WINDOW_DAYS };
  const { graphs, account, finding } = await whatToDestroy(
    workshop,
    { ...spec, seal },
    { ...options, onlyAws },
  );
  if (!graphs) {
    if (dryRun) {
      return blocked(finding);
    }
    throw new ConflictError(`Nothing was deleted. ${sentence(finding)}`);
  }
  const log = (line: string) => logger.info(line);
  const run = { signal, log, settle, includeRetained };
  if (dryRun) {
    const planned = await Promise.all(graphs.map(g => planRemoval(g, run)));
    const plan = planOf(planned.flat().map(({ step }) => step));
    const kept = plan.steps.filter(({ verb }) => verb === 'keep');
    return { plan, steps: [], kept, durationMs: durationMs() };
  }
  const results: DestroyResult[] = [];
  for (const graph of graphs) {
    results.push(await destroyGraph(graph, run));
  }
  const steps = results.flatMap(result => result.steps);
  const kept = results.flatMap(result => result.kept);
  if (steps.length === 0) {
    logger.info('There was nothing left to delete');
  }
  return { account, steps, kept, durationMs: durationMs() };
}
