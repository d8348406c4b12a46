import type { V1Node } from '@kubernetes/client-node';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';

const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Whether a Vault pod could be placed there: the chart brings no tolerations. */
function isSchedulable(node: V1Node): boolean {
  const ready = node.status?.conditions?.some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
  const tainted = node.spec?.taints?.some(
    taint => taint.effect === 'NoSchedule' || taint.effect === 'NoExecute',
  );
  return Boolean(ready) && !node.spec?.unschedulable && !tainted;
}

const zoneOf = (node: V1Node) => node.metadata?.labels?.[ZONE_LABEL];

/** The zones that nodes are in. */
export const zonesOf = (nodes: readonly V1Node[]) => [
  ...new Set(nodes.flatMap(node => zoneOf(node) ?? [])),
];

/** The nodes that a Vault pod could be placed on. */
export async function schedulableNodes({
  kubernetes,
  signal,
}: Pick<PreflightContext, 'kubernetes' | 'signal'>): Promise<V1Node[]> {
  const found = await kubernetes.list<V1Node>(
    { apiVersion: 'v1', kind: 'Node' },
    { signal },
  );
  return found.filter(isSchedulable);
}

/** Every Vault pod gets a node of its own, spread over zones. */
export const nodes: PreflightCheck = {
  subject: 'the nodes of the cluster',
  asks: 'kubernetes',
  async run(ctx) {
    const { spec, cluster } = ctx;
    const schedulable = await schedulableNodes(ctx);
    const findings: Finding[] = [];
    const { replicas } = spec;
    if (schedulable.length < replicas) {
      findings.push({
        id: 'nodes-below-replicas',
        severity: 'error',
        what: `${cluster.name} has ${schedulable.length} schedulable nodes for ${replicas} Vault pods.`,
        why: 'The chart puts each Vault pod on a node of its own; the others would stay Pending.',
        fix: `Add nodes, or choose at most ${Math.max(
          schedulable.length,
          1,
        )} replicas.`,
      });
    }
    const zones = zonesOf(schedulable);
    if (zones.length < Math.min(3, replicas)) {
      findings.push({
        id: 'zones-below-three',
        severity: 'warning',
        what: `The schedulable nodes are in ${zones.length} availability zone(s).`,
        why: 'Vault is down when one zone fails that holds too many of its pods.',
        fix: 'Add nodes in further zones.',
      });
    }
    return findings;
  },
};
