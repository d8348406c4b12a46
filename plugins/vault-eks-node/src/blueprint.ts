import { addAwsResources } from './blueprint/aws';
import { addClusterResources } from './blueprint/cluster';
import type {
  AwsNodes,
  BlueprintContext,
  ClusterNodes,
} from './blueprint/context';
import { createGraph } from './engine/createGraph';
import type { GraphNode } from './engine/Graph';

/** The whole product as a graph, and the nodes whose outputs a deploy reports. */
export interface Blueprint {
  readonly nodes: readonly GraphNode[];
  readonly aws: AwsNodes;
  readonly cluster: ClusterNodes;
}

/**
 * From what is wanted to what must exist. AWS and the Kubernetes preparation run side by side; the release waits for
 * table, key, role, endpoints, TLS and storage class; then come initialisation, audit, configuration and verification.
 */
export function buildBlueprint(
  ctx: BlueprintContext,
  options: {
    /** Also what a Vault leaves behind and no deploy makes; for a destroy. */
    readonly leftovers?: boolean;
  } = {},
): Blueprint {
  const graph = createGraph();
  const aws = addAwsResources(graph, ctx, options);
  const cluster = addClusterResources(graph, ctx, aws, {
    leftovers: options.leftovers ?? false,
  });
  return { nodes: graph.build(), aws, cluster };
}
