import { endpointServiceName } from '../../connections/aws';
import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import {
  EndpointOutput,
  EndpointPolicy,
  EndpointService,
  gatewayEndpoint,
  interfaceEndpoint,
  keyLookup,
  SecurityGroupOutput,
} from '../../resources/aws';
import type { AwsContext } from '../context';
import { AWS_PHASE } from '../phases';
import { addEndpointSecurityGroup } from './addEndpointSecurityGroup';
import { addUnwantedEndpoints } from './addUnwantedEndpoints';
import { endpointPolicies } from './endpointPolicies';

/** What the endpoints stand on. */
interface EndpointNeeds {
  /** Absent when no interface endpoint is made. */
  readonly group?: NodeRef<SecurityGroupOutput>;
  /** Absent when no policy names it. */
  readonly key?: NodeRef<{ readonly arn: string }>;
}

const nodeId = (service: EndpointService) => `${service}-endpoint`;

function addInterfaceEndpoint(
  graph: GraphBuilder,
  ctx: AwsContext,
  options: EndpointNeeds & {
    readonly service: EndpointService;
    policyFor(key: { readonly arn: string } | undefined): EndpointPolicy;
  },
): NodeRef<EndpointOutput> | undefined {
  const { aws, spec, ownership, network } = ctx;
  const { service, group, key, policyFor } = options;
  const choice = spec.endpoints[service];
  if (choice === 'none') {
    return undefined;
  }
  const serviceName = endpointServiceName(aws.region, service);
  const made = choice === 'create';
  return graph.add({
    id: nodeId(service),
    phase: AWS_PHASE,
    title: `interface endpoint ${serviceName} in ${network.vpcId}`,
    needs: made ? { group, key } : {},
    inside: made && group ? [group] : [],
    make: (outputs: {
      readonly group?: SecurityGroupOutput;
      readonly key?: { readonly arn: string };
    }) =>
      interfaceEndpoint({
        client: aws.ec2,
        ...{ service, choice, ownership, serviceName },
        vpcId: network.vpcId,
        subnets: network.endpointSubnets,
        securityGroupId: outputs.group?.id,
        // AWS gives the interface endpoint of DynamoDB no private DNS: Vault is told its address.
        privateDns: service !== 'dynamodb' && spec.endpoints.privateDns,
        policy: policyFor(outputs.key),
      }),
  });
}

function addGatewayEndpoint(
  graph: GraphBuilder,
  ctx: AwsContext,
  policy: EndpointPolicy,
): NodeRef<EndpointOutput> | undefined {
  const { aws, spec, ownership, network } = ctx;
  const choice = spec.endpoints.dynamodb;
  if (choice === 'none') {
    return undefined;
  }
  return graph.add({
    id: nodeId('dynamodb'),
    phase: AWS_PHASE,
    needs: {},
    make: () =>
      gatewayEndpoint({
        client: aws.ec2,
        ...{ choice, ownership, policy },
        vpcId: network.vpcId,
        serviceName: endpointServiceName(aws.region, 'dynamodb'),
        routeTableIds: network.routeTableIds,
      }),
  });
}

/** Without a key in the graph, that of the Vault is looked up: the policy must be the same, whoever brings it about. */
function policyKey(
  graph: GraphBuilder,
  { aws, spec, names }: AwsContext,
  key: EndpointNeeds['key'],
): EndpointNeeds['key'] {
  const { kms, policy } = spec.endpoints;
  if (kms !== 'create' || policy !== 'narrow') {
    return undefined;
  }
  return (
    key ??
    graph.add({
      id: 'endpoint-key',
      phase: AWS_PHASE,
      needs: {},
      make: () =>
        keyLookup({
          client: aws.kms,
          keyId: spec.seal.keyId ?? names.keyAlias,
        }),
    })
  );
}

/**
 * Adds the private ways to DynamoDB, KMS and STS that the spec wants. Usable alone: without `key` a narrow policy takes
 * the seal key that exists already.
 */
export function addEndpoints(
  graph: GraphBuilder,
  ctx: AwsContext,
  options: Pick<EndpointNeeds, 'key'> & {
    /** Also what earlier specs had made; for a destroy. */
    readonly leftovers?: boolean;
  } = {},
) {
  const { key, leftovers = false } = options;
  const policies = endpointPolicies(ctx);
  const group = addEndpointSecurityGroup(graph, ctx, { always: leftovers });
  if (leftovers) {
    addUnwantedEndpoints(graph, ctx, group);
  }
  const add = (
    service: EndpointService,
    policyFor: (key?: { readonly arn: string }) => EndpointPolicy,
    needed?: EndpointNeeds['key'],
  ) =>
    addInterfaceEndpoint(graph, ctx, {
      ...{ service, group, policyFor },
      key: needed,
    });
  return {
    securityGroup: group,
    dynamodbEndpoint:
      ctx.spec.endpoints.types.dynamodb === 'gateway'
        ? addGatewayEndpoint(graph, ctx, policies.dynamodb)
        : add('dynamodb', () => policies.dynamodb),
    kmsEndpoint: add('kms', policies.kms, policyKey(graph, ctx, key)),
    stsEndpoint: add('sts', () => policies.sts),
  };
}
