import type { EndpointSources } from '../../resources/aws';
import type { AwsContext } from '../context';

/**
 * Who may speak to the interface endpoints that are made: the security groups of the cluster, and nobody else.
 *
 * The one exception is private DNS with a wide policy: all of the VPC is led to the endpoints of KMS and STS then, and a
 * group that let in the cluster only would cut everything else off from both. So the ranges of the VPC are let in too. A
 * narrow policy is acknowledged to leave all others out, and the endpoint of DynamoDB has no private DNS.
 *
 * Managed nodes, Fargate and their pods carry the cluster's security group. Nodes of a launch template with groups of its
 * own do not, unless the cluster names those groups too.
 */
export function endpointSources({
  spec,
  cluster,
  network,
}: Pick<AwsContext, 'spec' | 'cluster' | 'network'>): EndpointSources {
  const { kms, sts, privateDns, policy } = spec.endpoints;
  const { clusterSecurityGroupId, securityGroupIds } = cluster;
  const groupIds = [
    ...new Set(
      clusterSecurityGroupId
        ? [clusterSecurityGroupId, ...securityGroupIds]
        : securityGroupIds,
    ),
  ];
  const led = privateDns && (kms === 'create' || sts === 'create');
  if (led && policy === 'wide') {
    const because = 'since private DNS leads the whole VPC here';
    return { groupIds, cidrs: network.cidrs, because };
  }
  return { groupIds, cidrs: [] };
}
