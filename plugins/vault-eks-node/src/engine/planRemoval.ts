import type { PlanStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import { dependenciesOf } from './createGraph';
import type { GraphNode } from './Graph';
import { Found, lookAround } from './lookAround';
import type {
  ManagedResource,
  OperationContext,
  Removal,
} from './ManagedResource';
import { inDependencyOrder } from './walkGraph';

/** What a destroy is asked for. */
export interface RemovalOptions extends OperationContext {
  /** Ids of data-bearing things to remove too; all others of them stay. */
  readonly includeRetained?: readonly string[];
}

/** A thing that is there, and what a destroy makes of it. */
export interface PlannedRemoval {
  readonly node: GraphNode;
  readonly resource: ManagedResource<unknown, unknown>;
  readonly observed: unknown;
  readonly step: PlanStep;
}

/** The nodes that a destroy has to do with. */
export function removableNodes(nodes: readonly GraphNode[]) {
  return nodes.filter(node => node.kind !== 'run' && !node.endsWith);
}

/** What stands on each node, by its id. */
export function dependantsIn(nodes: readonly GraphNode[]) {
  return (node: GraphNode) =>
    nodes
      .filter(other => dependenciesOf(other).includes(node.id))
      .map(other => other.id);
}

/**
 * What a destroy would delete and keep, and why, in the order in which it would happen: what stands on others first. What
 * is gone already does not appear. Changes nothing.
 */
export async function planRemoval(
  nodes: readonly GraphNode[],
  options: RemovalOptions,
): Promise<readonly PlannedRemoval[]> {
  const { includeRetained = [] } = options;
  const removable = removableNodes(nodes);
  const found = await lookAround(removable, options);
  const stays = new Map<string, string>();

  const verdict = ({ node, resource, removal }: Found): Removal => {
    const tenants = removable.filter(
      ({ id, inside }) => inside.includes(node.id) && stays.has(id),
    );
    if (removal?.verb === 'keep') {
      return removal;
    }
    if (resource.retain && !includeRetained.includes(node.id)) {
      return { verb: 'keep', reason: resource.retain };
    }
    if (tenants.length > 0) {
      const titles = tenants.map(({ id }) => stays.get(id)).join(', ');
      return { verb: 'keep', reason: `${titles} stays in it` };
    }
    return removal ?? { verb: 'delete' };
  };

  const planned: PlannedRemoval[] = [];
  for (const node of inDependencyOrder(removable, dependantsIn(removable))) {
    const thing = found.get(node.id);
    if (thing?.observed !== undefined) {
      const { resource, observed } = thing;
      const { verb, reason } = { reason: undefined, ...verdict(thing) };
      const { id, phase } = node;
      const { title } = resource;
      if (verb === 'keep') {
        stays.set(id, title);
      }
      const step: PlanStep = {
        ...{ id, phase, title, changes: [] },
        ...(verb === 'keep'
          ? { verb, reason }
          : { verb: 'delete', refusal: reason }),
      };
      planned.push({ node, resource, observed, step });
    }
  }
  return planned;
}
