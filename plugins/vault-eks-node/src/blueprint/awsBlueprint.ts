import { createGraph } from '../engine/createGraph';
import type { GraphNode } from '../engine/Graph';
import { addAwsResources } from './aws';
import type { AwsContext } from './context';
import { addEndpoints } from './endpoints';
import { addHeldRootToken } from './leftovers';
import { rootTokenOf } from './vaultContext';

/** The AWS part alone, with what a Vault leaves there: for a destroy without the EKS cluster. */
export function buildAwsBlueprint(ctx: AwsContext): readonly GraphNode[] {
  const graph = createGraph();
  addAwsResources(graph, ctx, { leftovers: true });
  addHeldRootToken(graph, { names: ctx.names, rootToken: rootTokenOf(ctx) });
  return graph.build();
}

/** The endpoints alone, in one more VPC. */
export function buildEndpointsBlueprint(ctx: AwsContext): readonly GraphNode[] {
  const graph = createGraph();
  addEndpoints(graph, ctx, { leftovers: true });
  return graph.build();
}
