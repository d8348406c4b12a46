import { ForwardedError, ServiceUnavailableError } from '@backstage/errors';
import type { RunStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import { dependenciesOf } from './createGraph';
import { formatDuration } from './formatDuration';
import type { GraphNode } from './Graph';
import type { ManagedResource, OperationContext } from './ManagedResource';
import { DEFAULT_CONCURRENCY, observeGraph } from './planGraph';
import { refusalOf } from './reconcile';
import { Backoff, DEFAULT_SETTLE, SettleOptions } from './settle';
import { walkGraph } from './walkGraph';

/** How a graph is taken down. */
export interface DestroyOptions extends OperationContext {
  /** Ids of data-bearing things to remove too; all others of them stay. */
  readonly includeRetained?: readonly string[];
  readonly settle?: SettleOptions;
}

/** What may not be used any more is as good as gone, such as a secret whose deletion is scheduled. */
async function untilGone(
  resource: ManagedResource<unknown, unknown>,
  ctx: OperationContext,
  settle: SettleOptions,
) {
  const backoff = new Backoff(settle);
  for (;;) {
    const left = await resource.observe(ctx);
    if (left === undefined || refusalOf(resource.diff(left))) {
      return;
    }
    if (backoff.expired) {
      throw new ServiceUnavailableError('It is still there');
    }
    await backoff.wait(ctx.signal);
  }
}

/** Removes what is ours in reverse order; what is adopted or bears data stays, unless it is named. */
export async function destroyGraph(
  nodes: readonly GraphNode[],
  options: DestroyOptions,
): Promise<readonly RunStep[]> {
  const {
    signal,
    log,
    includeRetained = [],
    settle = DEFAULT_SETTLE,
  } = options;
  const found = await observeGraph(nodes, options);
  const steps: RunStep[] = [];
  const dependants = (node: GraphNode) =>
    nodes
      .filter(other => dependenciesOf(other).includes(node.id))
      .map(other => other.id);

  const visit = async (node: GraphNode) => {
    const { resource, observed, step } = found.get(node.id) ?? {};
    if (!resource || !step || observed === undefined || node.kind === 'run') {
      return;
    }
    const { title } = resource;
    // A refusal means that it is not ours.
    if (step.refusal || resource.adopted?.(observed)) {
      log(`left ${title}: it is not ours`);
      return;
    }
    if (resource.retain && !includeRetained.includes(node.id)) {
      log(`left ${title}: ${resource.retain}`);
      return;
    }
    const started = Date.now();
    const ctx = { signal, log: (line: string) => log(`${title}: ${line}`) };
    try {
      await resource.delete(ctx, observed);
      await untilGone(resource, ctx, settle);
    } catch (error) {
      signal.throwIfAborted();
      throw new ForwardedError(`Could not remove ${title}`, error);
    }
    const durationMs = Date.now() - started;
    steps.push({
      id: node.id,
      phase: node.phase,
      title,
      outcome: 'deleted',
      durationMs,
      after: dependants(node),
    });
    log(`${node.phase}: deleted ${title} (${formatDuration(durationMs)})`);
  };
  await walkGraph(nodes, visit, {
    signal,
    concurrency: DEFAULT_CONCURRENCY,
    waitsFor: dependants,
  });
  return steps;
}
