import { endpointServiceName } from '../connections/aws';
import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import {
  endpointSecurityGroup,
  EndpointSources,
  gatewayEndpoint,
  InterfaceEndpointOutput,
  interfaceEndpoint,
  SecurityGroupOutput,
} from '../resources/aws';
import type { AwsContext } from './context';
import { AWS_PHASE } from './phases';

/**
 * With private DNS an endpoint answers for the whole VPC, so the whole VPC may reach it: anything less would cut others
 * off from KMS and STS. Without it only the cluster uses the endpoint.
 */
function endpointSources({
  spec,
  cluster,
  network,
}: AwsContext): EndpointSources {
  if (spec.endpoints.privateDns) {
    return { cidrs: network.cidrs, groupIds: [] };
  }
  const groups = cluster.clusterSecurityGroupId
    ? [cluster.clusterSecurityGroupId]
    : cluster.securityGroupIds;
  return { cidrs: [], groupIds: groups };
}

function addInterfaceEndpoint(
  graph: GraphBuilder,
  ctx: AwsContext,
  service: 'kms' | 'sts',
  group: NodeRef<SecurityGroupOutput> | undefined,
): NodeRef<InterfaceEndpointOutput> | undefined {
  const { aws, spec, ownership, network } = ctx;
  const choice = spec.endpoints[service];
  if (choice === 'none') {
    return undefined;
  }
  const options = {
    client: aws.ec2,
    service,
    choice,
    ownership,
    vpcId: network.vpcId,
    serviceName: endpointServiceName(aws.region, service),
    subnets: network.endpointSubnets,
    privateDns: spec.endpoints.privateDns,
  };
  const common = { id: `${service}-endpoint`, phase: AWS_PHASE };
  return choice === 'create' && group
    ? graph.add({
        ...common,
        needs: { group },
        inside: [group],
        make: needs =>
          interfaceEndpoint({ ...options, securityGroupId: needs.group.id }),
      })
    : graph.add({
        ...common,
        needs: {},
        make: () => interfaceEndpoint(options),
      });
}

/** Adds the private ways to DynamoDB, KMS and STS that the spec wants. */
export function addEndpoints(graph: GraphBuilder, ctx: AwsContext) {
  const { aws, spec, names, ownership, network } = ctx;
  const { dynamodb, kms, sts } = spec.endpoints;
  const dynamodbEndpoint =
    dynamodb === 'none'
      ? undefined
      : graph.add({
          id: 'dynamodb-endpoint',
          phase: AWS_PHASE,
          needs: {},
          make: () =>
            gatewayEndpoint({
              client: aws.ec2,
              choice: dynamodb,
              ownership,
              vpcId: network.vpcId,
              serviceName: endpointServiceName(aws.region, 'dynamodb'),
              routeTableIds: network.routeTableIds,
            }),
        });
  const group =
    kms === 'create' || sts === 'create'
      ? graph.add({
          id: 'endpoint-security-group',
          phase: AWS_PHASE,
          needs: {},
          make: () =>
            endpointSecurityGroup({
              client: aws.ec2,
              name: names.endpointSecurityGroup,
              ownership,
              vpcId: network.vpcId,
              sources: endpointSources(ctx),
            }),
        })
      : undefined;
  return {
    securityGroup: group,
    dynamodbEndpoint,
    kmsEndpoint: addInterfaceEndpoint(graph, ctx, 'kms', group),
    stsEndpoint: addInterfaceEndpoint(graph, ctx, 'sts', group),
  };
}
