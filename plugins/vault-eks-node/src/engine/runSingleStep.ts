import type { PlanStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { GraphNode, NodeRef } from './Graph';
import type { OperationContext } from './ManagedResource';
import { observeGraph } from './planGraph';
import { runStep } from './reconcile';

/** How the graph stood when a step ran, and what the step found. */
export interface SingleRun<TOutput> {
  /** Absent where the step was not run. */
  readonly output?: TOutput;
  readonly steps: readonly PlanStep[];
}

/**
 * Runs one step that acts each time, on what is there now; nothing is brought about for it.
 *
 * @param needs - what must exist for the step to make sense; it is not run otherwise
 */
export async function runSingleStep<TOutput>(
  nodes: readonly GraphNode[],
  ref: NodeRef<TOutput>,
  ctx: OperationContext,
  needs: readonly NodeRef<unknown>[] = [],
): Promise<SingleRun<TOutput>> {
  const planned = await observeGraph(nodes, ctx);
  const steps = [...planned.values()].map(({ step }) => step);
  const resource = planned.get(ref.id)?.resource;
  const lacking = needs.some(({ id }) => {
    const verb = planned.get(id)?.step.verb;
    return verb === undefined || verb === 'create' || verb === 'unknown';
  });
  if (!resource || lacking) {
    return { steps };
  }
  const { observed } = await runStep(resource, ctx);
  // The reference was made by the same `add` that fixed the type of the node's output.
  return { output: resource.output(observed) as TOutput, steps };
}
