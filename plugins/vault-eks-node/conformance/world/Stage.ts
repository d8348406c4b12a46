import { ConflictError } from '@backstage/errors';
import {
  ownershipValue,
  parseSpec,
  PlanStep,
  RunStep,
  VaultClusterSpecInput,
  vaultNames,
  VaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { addAwsResources } from '../../src/blueprint/aws';
import {
  applyGraph,
  createGraph,
  destroyGraph,
  GraphNode,
  planGraph,
} from '../../src/engine';
import { observeGraph } from '../../src/engine/planGraph';
import { readNetwork } from '../../src/resources/aws';
import type { World } from './connectWorld';

/** What a test wants of the AWS part; cluster and region are the world's. */
export type Wish = Omit<Partial<VaultClusterSpecInput>, 'cluster' | 'region'>;

/** One node of the blueprint with all that it needs, made from a wish as a deploy makes it. */
export interface Stage {
  readonly names: VaultNames;
  readonly owner: string;
  /** What a plan says of the node. */
  plan(): Promise<PlanStep>;
  /** What a plan says of the node and of everything that it needs. */
  planAll(): Promise<readonly PlanStep[]>;
  apply(): Promise<RunStep>;
  /** Brings about the node and everything that it needs. */
  applyAll(): Promise<readonly RunStep[]>;
  /** Asks twice for the node to be made, as after an answer that got lost. */
  createTwice(): Promise<void>;
  /** Removes the node, and what it needs; answers what was removed. */
  destroy(): Promise<readonly RunStep[]>;
}

const SETTLE = { timeoutMs: 15_000, firstDelayMs: 50, maxDelayMs: 500 };

function withNeeds(nodes: readonly GraphNode[], id: string): GraphNode[] {
  const wanted = new Set([id]);
  // A node stands behind all that it needs.
  for (const node of [...nodes].reverse()) {
    if (wanted.has(node.id)) {
      [...Object.values(node.needs), ...node.after].forEach(need =>
        wanted.add(need),
      );
    }
  }
  return nodes.filter(node => wanted.has(node.id));
}

/** Sets the stage for one node, or for the whole AWS part. */
export async function setStage(
  { aws, cluster }: World,
  wish: Wish,
  node: string | 'everything',
): Promise<Stage> {
  const ctx = { signal: new AbortController().signal, log: () => {} };
  const spec = parseSpec({
    ...wish,
    cluster: cluster.name,
    region: aws.region,
  });
  const names = vaultNames(spec);
  const owner = ownershipValue(spec);
  const ownership = {
    owner,
    by: aws.callerArn,
    version: '1.2.3',
    tags: spec.tags,
    adopt: spec.adopt,
  };
  const network = await readNetwork({
    ec2: aws.ec2,
    cluster,
    endpoints: spec.endpoints,
    signal: ctx.signal,
  });
  const graph = createGraph();
  addAwsResources(graph, { spec, names, ownership, aws, cluster, network });
  const all = graph.build();
  const nodes = node === 'everything' ? all : withNeeds(all, node);

  const only = <T extends { readonly id: string }>(steps: readonly T[]): T => {
    const step = steps.find(({ id }) => id === node);
    if (!step) {
      throw new ConflictError(`The blueprint has no node ${node} for this`);
    }
    return step;
  };
  const applyAll = async () =>
    (await applyGraph(nodes, { ...ctx, settle: SETTLE })).steps;
  return {
    names,
    owner,
    plan: async () => only(await planGraph(nodes, ctx)),
    planAll: () => planGraph(nodes, ctx),
    apply: async () => only(await applyAll()),
    applyAll,
    async createTwice() {
      const needed = nodes.filter(({ id }) => id !== node);
      await applyGraph(needed, { ...ctx, settle: SETTLE });
      const resource = (await observeGraph(nodes, ctx)).get(node)?.resource;
      await resource?.create(ctx);
      await resource?.create(ctx);
    },
    destroy: async () =>
      (
        await destroyGraph(nodes, {
          ...ctx,
          settle: SETTLE,
          includeRetained: nodes.map(({ id }) => id),
        })
      ).steps,
  };
}

/** Sets a stage for a while, and leaves nothing behind. */
export async function onStage(
  world: World,
  wish: Wish,
  node: string,
  run: (stage: Stage) => Promise<void>,
): Promise<void> {
  const stage = await setStage(world, wish, node);
  try {
    await run(stage);
  } finally {
    await stage.destroy();
  }
}
