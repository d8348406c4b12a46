import { InputError } from '@backstage/errors';
import limiter from 'p-limit';
import type { GraphNode } from './Graph';

/** How a graph is walked. */
export interface WalkOptions {
  readonly signal: AbortSignal;
  /** Nodes that may be visited at the same time. */
  readonly concurrency: number;
  /** Ids of what a node waits for. */
  waitsFor(node: GraphNode): readonly string[];
}

/** Sorts nodes so that each follows what it waits for. @throws InputError naming a cycle or an unknown node */
export function inDependencyOrder(
  nodes: readonly GraphNode[],
  waitsFor: (node: GraphNode) => readonly string[],
): readonly GraphNode[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const sorted = new Set<GraphNode>();
  const visit = (id: string, path: readonly string[]) => {
    const node = byId.get(id);
    if (!node) {
      throw new InputError(
        `Node "${path[path.length - 1]}" needs "${id}", which does not exist`,
      );
    }
    if (path.includes(id)) {
      throw new InputError(
        `The graph has a cycle: ${[...path.slice(path.indexOf(id)), id].join(
          ' -> ',
        )}`,
      );
    }
    if (!sorted.has(node)) {
      waitsFor(node).forEach(needed => visit(needed, [...path, id]));
      sorted.add(node);
    }
  };
  nodes.forEach(node => visit(node.id, []));
  return [...sorted];
}

/**
 * Visits every node as soon as all that it waits for is done, independent ones side by side. After the first failure
 * no further visit starts; the running ones are waited for and then that failure is thrown.
 */
export async function walkGraph(
  nodes: readonly GraphNode[],
  visit: (node: GraphNode) => Promise<void>,
  options: WalkOptions,
): Promise<void> {
  const { signal, concurrency, waitsFor } = options;
  const limit = limiter(concurrency);
  const finished = new Map<string, Promise<void>>();
  const failures: unknown[] = [];

  for (const node of inDependencyOrder(nodes, waitsFor)) {
    const ready = Promise.all(waitsFor(node).map(id => finished.get(id)));
    const turn = async () => {
      if (failures.length > 0) {
        return;
      }
      try {
        signal.throwIfAborted();
        await visit(node);
      } catch (error) {
        failures.push(error);
      }
    };
    finished.set(
      node.id,
      ready.then(() => limit(turn)),
    );
  }
  await Promise.all(finished.values());
  if (failures.length > 0) {
    throw failures[0];
  }
}
