import { NotFoundError } from '@backstage/errors';
import type { PlanStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { GraphNode, NodeRef } from './Graph';
import type { OperationContext } from './ManagedResource';
import { observeGraph } from './planGraph';
import { runStep } from './reconcile';

/** What a step found, and how the graph stood when it ran. */
export interface SingleRun<TOutput> {
  readonly output: TOutput;
  readonly steps: readonly PlanStep[];
}

/**
 * Runs one step that acts each time, on what is there now; nothing is brought about for it.
 *
 * @throws NotFoundError when something that the step needs does not exist
 */
export async function runSingleStep<TOutput>(
  nodes: readonly GraphNode[],
  ref: NodeRef<TOutput>,
  ctx: OperationContext,
): Promise<SingleRun<TOutput>> {
  const planned = await observeGraph(nodes, ctx);
  const steps = [...planned.values()].map(({ step }) => step);
  const resource = planned.get(ref.id)?.resource;
  const absent = steps.filter(({ verb }) => verb === 'create');
  if (!resource || absent.length > 0) {
    throw new NotFoundError(
      `Not deployed yet: ${absent.map(({ title }) => title).join(', ')}`,
    );
  }
  const { observed } = await runStep(resource, ctx);
  // The reference was made by the same `add` that fixed the type of the node's output.
  return { output: resource.output(observed) as TOutput, steps };
}
