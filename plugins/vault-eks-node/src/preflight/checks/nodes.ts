import type { V1Node } from '@kubernetes/client-node';
import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { PreflightCheck } from '../PreflightCheck';

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

const zonesOf = (nodes: readonly V1Node[]) => [
  ...new Set(nodes.flatMap(node => zoneOf(node) ?? [])),
];

/** Every Vault pod gets a node of its own, spread over zones that the endpoints reach. */
export const nodes: PreflightCheck = {
  subject: 'the nodes of the cluster',
  asks: 'kubernetes',
  async run({ spec, network, kubernetes, cluster, signal }) {
    const schedulable = (
      await kubernetes.list<V1Node>(
        { apiVersion: 'v1', kind: 'Node' },
        { signal },
      )
    ).filter(isSchedulable);
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
    const { kms, sts } = spec.endpoints;
    const reached = network.endpointSubnets.map(subnet => subnet.zone);
    const unreached = zones.filter(zone => !reached.includes(zone));
    if ((kms === 'create' || sts === 'create') && unreached.length > 0) {
      findings.push({
        id: 'zones-without-endpoint',
        severity: 'warning',
        what: `Nodes run in ${unreached.join(
          ', ',
        )}, where the interface endpoints have no subnet.`,
        why: 'Calls from there cross zones, cost more and fail with another zone.',
        fix: 'Name a subnet of each zone in endpoints.subnetIds.',
      });
    }
    return findings;
  },
};
