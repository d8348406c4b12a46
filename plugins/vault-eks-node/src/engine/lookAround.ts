import { ForwardedError, ServiceUnavailableError } from '@backstage/errors';
import type { GraphNode } from './Graph';
import type {
  ManagedResource,
  OperationContext,
  Removal,
} from './ManagedResource';
import { LOOKS_AT_A_TIME } from './planGraph';
import { refusalOf } from './reconcile';
import { walkGraph } from './walkGraph';

/** A node as a destroy finds it. */
export interface Found {
  readonly node: GraphNode;
  readonly resource: ManagedResource<unknown, unknown>;
  /** Absent when it is gone. */
  readonly observed?: unknown;
  readonly removal?: Removal;
  readonly output: unknown;
}

/** What is not ours, whatever else it is, stays. */
async function judge(
  resource: ManagedResource<unknown, unknown>,
  observed: unknown,
  ctx: OperationContext,
): Promise<Removal> {
  if (resource.removal) {
    return resource.removal(observed, ctx);
  }
  const refusal = refusalOf(resource.diff(observed));
  if (refusal || resource.adopted?.(observed)) {
    return { verb: 'keep', reason: refusal ?? 'it is not ours' };
  }
  return { verb: 'delete' };
}

async function lookAt(
  node: GraphNode,
  found: ReadonlyMap<string, Found>,
  ctx: OperationContext,
): Promise<Found> {
  const outputs = Object.fromEntries(
    Object.entries(node.needs).map(([name, id]) => [
      name,
      found.get(id)?.output,
    ]),
  );
  if (Object.values(outputs).includes(undefined)) {
    throw new ServiceUnavailableError(
      `${
        node.title ?? node.id
      } cannot be looked at, since what it needs is gone`,
    );
  }
  const resource = node.make(outputs);
  try {
    const observed = await resource.observe(ctx);
    if (observed === undefined) {
      return { node, resource, output: resource.predict?.() };
    }
    const removal = await judge(resource, observed, ctx);
    // Whatever is wrong with it, it still says how what needs it is called.
    return {
      ...{ node, resource, observed, removal },
      output: resource.output(observed),
    };
  } catch (error) {
    throw new ForwardedError(`Could not look at ${resource.title}`, error);
  }
}

/**
 * Looks at every node, independent ones side by side, also at what is wrong with it or gone; changes nothing.
 *
 * @throws ServiceUnavailableError when a node cannot be looked at
 */
export async function lookAround(
  nodes: readonly GraphNode[],
  ctx: OperationContext,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  await walkGraph(
    nodes,
    async node => {
      found.set(node.id, await lookAt(node, found, ctx));
    },
    {
      signal: ctx.signal,
      concurrency: LOOKS_AT_A_TIME,
      waitsFor: node => [...new Set(Object.values(node.needs))],
    },
  );
  return found;
}
