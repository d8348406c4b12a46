import {
  ConflictError,
  ForwardedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  PlanStep,
  RunStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { formatDuration } from './formatDuration';
import type { GraphNode } from './Graph';
import type { OperationContext } from './ManagedResource';
import { DEFAULT_CONCURRENCY } from './planGraph';
import {
  dependantsIn,
  planRemoval,
  PlannedRemoval,
  removableNodes,
  RemovalOptions,
} from './planRemoval';
import { refusalOf } from './reconcile';
import { Backoff, DEFAULT_SETTLE, SettleOptions } from './settle';
import { walkGraph } from './walkGraph';

/** How a graph is taken down. */
export interface DestroyOptions extends RemovalOptions {
  readonly settle?: SettleOptions;
}

/** What a destroy did. */
export interface DestroyResult {
  /** What was deleted. */
  readonly steps: readonly RunStep[];
  /** What was left, each with its reason. */
  readonly kept: readonly PlanStep[];
}

/** What may not be used any more is as good as gone, such as a secret whose deletion is scheduled. */
async function untilGone(
  { resource, observed }: PlannedRemoval,
  ctx: OperationContext,
  settle: SettleOptions,
) {
  const refused = (thing: unknown) =>
    refusalOf(resource.diff(thing)) !== undefined;
  const refusedBefore = refused(observed);
  const backoff = new Backoff(settle);
  for (;;) {
    const left = await resource.observe(ctx);
    if (left === undefined || (!refusedBefore && refused(left))) {
      return;
    }
    if (backoff.expired) {
      throw new ServiceUnavailableError('It is still there');
    }
    await backoff.wait(ctx.signal);
  }
}

/** @throws ConflictError naming everything that cannot be deleted yet */
export function throwIfUndeletable(plan: readonly PlanStep[]): void {
  const refused = plan.filter(step => step.refusal);
  if (refused.length > 0) {
    throw new ConflictError(
      `Nothing was deleted. ${refused
        .map(({ title, refusal }) => `${title}: ${refusal}`)
        .join(' ')}`,
    );
  }
}

/**
 * Removes what is ours in reverse order and waits until each is gone; what is adopted or bears data stays, unless it is
 * named. Every run starts from what is there, so one that was interrupted is finished by the next.
 *
 * @throws ConflictError when something cannot be deleted yet; nothing was deleted then
 */
export async function destroyGraph(
  nodes: readonly GraphNode[],
  options: DestroyOptions,
): Promise<DestroyResult> {
  const { signal, log, settle = DEFAULT_SETTLE } = options;
  const plan = await planRemoval(nodes, options).catch(error => {
    signal.throwIfAborted();
    throw new ForwardedError('Nothing was deleted', error);
  });
  throwIfUndeletable(plan.map(({ step }) => step));
  const kept = plan.flatMap(({ step }) => (step.verb === 'keep' ? step : []));
  kept.forEach(({ phase, title, reason }) =>
    log(`${phase}: kept ${title}, because ${reason}`),
  );

  const removable = removableNodes(nodes);
  const dependants = dependantsIn(removable);
  const steps: RunStep[] = [];
  const visit = async (node: GraphNode) => {
    const found = plan.find(removal => removal.node === node);
    if (found?.step.verb !== 'delete') {
      return;
    }
    const { id, phase, title } = found.step;
    const started = Date.now();
    const ctx = { signal, log: (line: string) => log(`${title}: ${line}`) };
    try {
      await found.resource.delete(ctx, found.observed);
      await untilGone(found, ctx, settle);
    } catch (error) {
      signal.throwIfAborted();
      throw new ForwardedError(
        `${phase}: could not delete ${title} (${formatDuration(
          Date.now() - started,
        )}). Mend the cause and run again`,
        error,
      );
    }
    const durationMs = Date.now() - started;
    const after = dependants(node);
    steps.push({ id, phase, title, outcome: 'deleted', durationMs, after });
    log(`${phase}: deleted ${title} (${formatDuration(durationMs)})`);
  };
  await walkGraph(removable, visit, {
    signal,
    concurrency: DEFAULT_CONCURRENCY,
    waitsFor: dependants,
  });
  return { steps, kept };
}
