import { ForwardedError } from '@backstage/errors';
import type {
  PlanStep,
  PlanVerb,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { GraphNode } from './Graph';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from './ManagedResource';
import { NotLookedAtError } from './NotLookedAtError';
import { refusalOf } from './reconcile';
import { walkGraph } from './walkGraph';

/** Nodes that are changed at the same time. */
export const DEFAULT_CONCURRENCY = 16;

/**
 * Nodes that are looked at at the same time: more than a graph has, so that the slowest look is what a plan takes. What
 * AWS is asked at the same time has limits of its own, one a service.
 */
export const LOOKS_AT_A_TIME = 64;

/** What is known of a node without changing anything. */
export interface PlannedNode {
  readonly node: GraphNode;
  readonly step: PlanStep;
  /** Absent while an output that the node needs is unknown. */
  readonly resource?: ManagedResource<unknown, unknown>;
  readonly observed?: unknown;
  /** The output now, or as predicted. */
  readonly output?: { readonly value: unknown };
}

function predictedOutput(resource: ManagedResource<unknown, unknown>) {
  const value = resource.predict?.();
  return value === undefined ? undefined : { value };
}

/** What would happen to a thing that exists. */
function verbFor(changes: readonly Change[], foreign = false): PlanVerb {
  if (changes.some(change => change.replace)) {
    return 'replace';
  }
  if (changes.some(change => change.adopts)) {
    return 'adopt';
  }
  if (changes.some(change => !change.pending)) {
    return 'update';
  }
  return foreign ? 'adopt' : 'keep';
}

/** The part of changes that a plan shows. */
const shown = (changes: readonly Change[]): Partial<PlanStep> => ({
  changes: changes.map(({ field, from, to }) => ({ field, from, to })),
  refusal: refusalOf(changes),
});

async function forecast(
  resource: ManagedResource<unknown, unknown>,
  ctx: OperationContext,
  observed?: unknown,
): Promise<readonly Change[]> {
  try {
    return (await resource.forecast?.(ctx, observed)) ?? [];
  } catch (error) {
    throw new ForwardedError(`Could not foresee ${resource.title}`, error);
  }
}

/** What stands on things that are to be made is made after them; what stands on others may well be there. */
function withoutNeeds(
  { kind }: GraphNode,
  lacking: readonly PlanStep[],
): Pick<PlanStep, 'verb' | 'notLookedAt'> {
  const toCome = lacking.every(
    ({ verb, refusal }) => verb === 'create' && !refusal,
  );
  const titles = lacking.map(({ title }) => title).join(' and ');
  const notLookedAt = toCome
    ? `it needs ${titles}, which is not there yet`
    : `it needs ${titles}, of which nothing can be told as it is`;
  if (kind === 'run') {
    return { verb: 'run' };
  }
  return { verb: toCome ? 'create' : 'unknown', notLookedAt };
}

/** What is there, or why that cannot be seen. */
async function look(
  resource: ManagedResource<unknown, unknown>,
  ctx: OperationContext,
): Promise<{ readonly observed?: unknown; readonly notLookedAt?: string }> {
  try {
    return { observed: await resource.observe(ctx) };
  } catch (error) {
    if (error instanceof NotLookedAtError) {
      return { notLookedAt: error.message };
    }
    throw new ForwardedError(`Could not look at ${resource.title}`, error);
  }
}

async function planNode(
  node: GraphNode,
  known: ReadonlyMap<string, PlannedNode>,
  ctx: OperationContext,
): Promise<PlannedNode> {
  const { id, phase } = node;
  const step = (
    title: string,
    verb: PlanStep['verb'],
    rest?: Partial<PlanStep>,
  ): PlanStep => ({ id, phase, title, verb, changes: [], ...rest });

  const outputs: Record<string, unknown> = {};
  const lacking: PlanStep[] = [];
  for (const [name, needed] of Object.entries(node.needs)) {
    const found = known.get(needed);
    if (found?.output) {
      outputs[name] = found.output.value;
    } else if (found) {
      lacking.push(found.step);
    }
  }
  if (lacking.length > 0) {
    const changes = node.assumed
      ? await forecast(node.make({ ...node.assumed, ...outputs }), ctx)
      : [];
    const { verb, notLookedAt } = withoutNeeds(node, lacking);
    return {
      node,
      step: step(node.title ?? id, verb, { ...shown(changes), notLookedAt }),
    };
  }

  const resource = node.make(outputs);
  const { title } = resource;
  if (node.kind === 'run') {
    const output = predictedOutput(resource);
    return { node, resource, output, step: step(title, 'run') };
  }
  const begun = performance.now();
  const { observed, notLookedAt } = await look(resource, ctx);
  if (notLookedAt !== undefined) {
    const output = predictedOutput(resource);
    return {
      node,
      resource,
      output,
      step: step(title, 'unknown', { notLookedAt }),
    };
  }
  const observeMs = performance.now() - begun;
  if (observed === undefined) {
    const changes = await forecast(resource, ctx);
    const output = refusalOf(changes) ? undefined : predictedOutput(resource);
    const planned = step(title, 'create', { ...shown(changes), observeMs });
    return { node, resource, output, step: planned };
  }
  const differences = resource.diff(observed);
  const toDo =
    !refusalOf(differences) && differences.some(({ pending }) => !pending);
  const changes = toDo
    ? [...differences, ...(await forecast(resource, ctx, observed))]
    : differences;
  const refusal = refusalOf(changes);
  return {
    node,
    resource,
    observed,
    // A refused thing may lack what its output tells, and nothing will be made from it.
    output: refusal ? undefined : { value: resource.output(observed) },
    step: step(title, verbFor(differences, resource.adopted?.(observed)), {
      ...shown(changes),
      reason: resource.notDone?.(observed),
      observeMs,
    }),
  };
}

/** Looks at every node, independent ones side by side; changes nothing. */
export async function observeGraph(
  nodes: readonly GraphNode[],
  ctx: OperationContext,
): Promise<ReadonlyMap<string, PlannedNode>> {
  const planned = new Map<string, PlannedNode>();
  await walkGraph(
    nodes,
    async node => {
      planned.set(node.id, await planNode(node, planned, ctx));
    },
    {
      signal: ctx.signal,
      concurrency: LOOKS_AT_A_TIME,
      waitsFor: node => [...new Set(Object.values(node.needs))],
    },
  );
  return planned;
}

/** What an apply would do now, in the order of the graph; changes nothing. */
export async function planGraph(
  nodes: readonly GraphNode[],
  ctx: OperationContext,
): Promise<readonly PlanStep[]> {
  const planned = await observeGraph(nodes, ctx);
  return nodes.flatMap(node => planned.get(node.id)?.step ?? []);
}

/** Whether applying these steps would change anything, or may: what was not looked at is not known to be right. */
export function hasChanges(steps: readonly PlanStep[]): boolean {
  return steps.some(
    ({ verb, changes }) =>
      verb === 'create' ||
      verb === 'update' ||
      verb === 'unknown' ||
      (verb === 'adopt' && changes.length > 0),
  );
}
