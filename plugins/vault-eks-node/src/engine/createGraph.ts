import { InputError } from '@backstage/errors';
import type {
  GraphNode,
  NeededOutputs,
  Needs,
  NodeDefinition,
  NodeRef,
} from './Graph';

/** Collects nodes; each may need only nodes that were added before it. */
export interface GraphBuilder {
  /** @throws InputError when the id is taken or a needed node is not in this graph */
  add<TNeeds extends Needs, TObserved, TOutput>(
    definition: NodeDefinition<TNeeds, TObserved, TOutput>,
  ): NodeRef<TOutput>;
  /** The nodes in the order in which they were added, which is a dependency order. */
  build(): readonly GraphNode[];
}

/** Starts an empty graph. It cannot hold a cycle, since a node can only need what is already in it. */
export function createGraph(): GraphBuilder {
  const nodes = new Map<string, GraphNode>();
  return {
    add(definition) {
      const { id, phase, title, kind = 'thing', assumed } = definition;
      if (nodes.has(id)) {
        throw new InputError(`The graph already has a node "${id}"`);
      }
      const needs = Object.fromEntries(
        Object.entries(definition.needs).flatMap(([name, ref]) =>
          ref ? [[name, ref.id]] : [],
        ),
      );
      const after = (definition.after ?? []).map(ref => ref.id);
      const inside = (definition.inside ?? []).map(ref => ref.id);
      const endsWith = definition.endsWith?.id;
      const named = [...Object.values(needs), ...after, ...inside];
      for (const needed of endsWith ? [...named, endsWith] : named) {
        if (!nodes.has(needed)) {
          throw new InputError(
            `Node "${id}" needs "${needed}", which is not in the graph yet`,
          );
        }
      }
      nodes.set(id, {
        id,
        phase,
        title,
        kind,
        assumed,
        needs,
        after,
        inside,
        endsWith,
        // The reconciler hands over outputs of exactly the nodes in `needs`, so the types that `add` saw still hold.
        make: outputs =>
          definition.make(outputs as NeededOutputs<typeof definition.needs>),
      });
      return { id };
    },
    build: () => [...nodes.values()],
  };
}

/** The ids of everything that a node waits for, each once. */
export function dependenciesOf(node: GraphNode): readonly string[] {
  return [
    ...new Set([...Object.values(node.needs), ...node.after, ...node.inside]),
  ];
}
