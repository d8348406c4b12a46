import { ConflictError, ForwardedError } from '@backstage/errors';
import type {
  PlanStep,
  RunStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { dependenciesOf } from './createGraph';
import { formatDuration } from './formatDuration';
import type { GraphNode, NodeRef } from './Graph';
import type { OperationContext } from './ManagedResource';
import { DEFAULT_CONCURRENCY, planGraph } from './planGraph';
import { reconcile, runStep } from './reconcile';
import { DEFAULT_SETTLE, SettleOptions } from './settle';
import { walkGraph } from './walkGraph';

/** How a graph is applied. */
export interface ApplyOptions extends OperationContext {
  /** Nodes that may be worked on at the same time. */
  readonly concurrency?: number;
  readonly settle?: SettleOptions;
  /** Runs beside the plan, since both only read; its failure ends the apply before anything is changed. */
  readonly beside?: () => Promise<void>;
}

/** What an apply did. */
export interface ApplyResult {
  /** In the order of the graph. */
  readonly steps: readonly RunStep[];
  readonly changed: boolean;
  /** How long the plan took that came first, in milliseconds. */
  readonly planMs: number;
  /** The output of a node. @throws ConflictError when the node is not in the graph */
  outputOf<TOutput>(ref: NodeRef<TOutput>): TOutput;
}

/** @throws ConflictError naming every refusal */
export function throwIfRefused(steps: readonly PlanStep[]): void {
  const refused = steps.filter(step => step.refusal);
  if (refused.length > 0) {
    throw new ConflictError(
      `Nothing was changed. ${refused
        .map(step => `${step.title}: ${step.refusal}`)
        .join(' ')}`,
    );
  }
}

/** What was said beside the plan comes first: it tells why things could not be looked at, too. */
async function planBeside(
  nodes: readonly GraphNode[],
  options: ApplyOptions,
): Promise<readonly PlanStep[]> {
  const { signal, beside } = options;
  const refused = new AbortController();
  const both = AbortSignal.any([signal, refused.signal]);
  const [passed, planned] = await Promise.allSettled([
    beside?.().catch(error => {
      refused.abort(error);
      throw error;
    }),
    planGraph(nodes, { ...options, signal: both }),
  ]);
  signal.throwIfAborted();
  if (passed.status === 'rejected') {
    throw passed.reason;
  }
  if (planned.status === 'rejected') {
    throw new ForwardedError('Nothing was changed', planned.reason);
  }
  return planned.value;
}

/**
 * Brings everything to what is wanted, independent nodes side by side, so that the whole takes as long as its longest
 * chain. A full plan comes first: when anything is refused, nothing is changed.
 *
 * @throws ConflictError when the plan refuses
 * @throws what `beside` throws; nothing was changed then
 */
export async function applyGraph(
  nodes: readonly GraphNode[],
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { signal, log, concurrency = DEFAULT_CONCURRENCY } = options;
  const settle = options.settle ?? DEFAULT_SETTLE;
  const begun = Date.now();
  const plan = await planBeside(nodes, options);
  throwIfRefused(plan);
  const planMs = Date.now() - begun;

  const outputs = new Map<string, unknown>();
  const steps = new Map<string, RunStep>();
  const changedIds = new Set<string>();

  const visit = async (node: GraphNode) => {
    const { id, phase } = node;
    const after = dependenciesOf(node);
    const resource = node.make(
      Object.fromEntries(
        Object.entries(node.needs).map(([name, key]) => [
          name,
          outputs.get(key),
        ]),
      ),
    );
    const { title } = resource;
    const started = Date.now();
    const ctx = { signal, log: (line: string) => log(`${title}: ${line}`) };
    try {
      const { observed, outcome, reason, changed } =
        node.kind === 'run'
          ? await runStep(resource, ctx)
          : await reconcile(resource, ctx, settle);
      const durationMs = Date.now() - started;
      outputs.set(id, resource.output(observed));
      if (changed) {
        changedIds.add(id);
      }
      steps.set(id, { id, phase, title, outcome, reason, durationMs, after });
      const why = reason === undefined ? '' : `; ${reason}`;
      log(
        `${phase}: ${outcome} ${title} (${formatDuration(durationMs)})${why}`,
      );
    } catch (error) {
      signal.throwIfAborted();
      throw new ForwardedError(
        `${phase}: ${title} failed after ${formatDuration(
          Date.now() - started,
        )}. What was made is kept; mend the cause and run again`,
        error,
      );
    }
  };
  await walkGraph(nodes, visit, {
    signal,
    concurrency,
    waitsFor: dependenciesOf,
  });

  const done = nodes.flatMap(node => steps.get(node.id) ?? []);
  return {
    steps: done,
    planMs,
    changed: changedIds.size > 0,
    outputOf<TOutput>(ref: NodeRef<TOutput>) {
      if (!outputs.has(ref.id)) {
        throw new ConflictError(`The graph has no node "${ref.id}"`);
      }
      // The reference was made by the same `add` that fixed the type of the node's output.
      return outputs.get(ref.id) as TOutput;
    },
  };
}
