import { addAwsResources } from './blueprint/aws';
import { addClusterResources } from './blueprint/cluster';
import type {
  AwsNodes,
  BlueprintContext,
  ClusterNodes,
} from './blueprint/context';
import { addReinitialisation } from './blueprint/reinitialisation';
import { vaultContext } from './blueprint/vaultContext';
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
    /** Wipe first what is left of an initialisation whose keys never arrived. */
    readonly reinitialise?: boolean;
    /** A token of Vault that a person handed in for this run. */
    readonly vaultToken?: string;
  } = {},
): Blueprint {
  const { leftovers = false, reinitialise = false, vaultToken } = options;
  const graph = createGraph();
  const vault = vaultContext(ctx, { vaultToken });
  const beforeTable = reinitialise ? [addReinitialisation(graph, vault)] : [];
  const aws = addAwsResources(graph, ctx, { leftovers, beforeTable });
  const cluster = addClusterResources(graph, vault, aws, {
    leftovers,
    startsOver: reinitialise,
  });
  return { nodes: graph.build(), aws, cluster };
}
