import { arn, endpointServiceName } from '../connections/aws';
import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import {
  custodySecret,
  dynamoDbTable,
  endpointSecurityGroup,
  EndpointSources,
  existingSealKey,
  gatewayEndpoint,
  InterfaceEndpointOutput,
  interfaceEndpoint,
  issuerHostPath,
  oidcProvider,
  sealKey,
  SealKeyOutput,
  SecurityGroupOutput,
  vaultRole,
} from '../resources/aws';
import type { AwsNodes, BlueprintContext } from './context';

/** The name under which the AWS things are shown and logged. */
export const AWS_PHASE = 'AWS';

type Context = Omit<BlueprintContext, 'kubernetes' | 'config'>;

const iamArn = ({ aws }: Context, resource: string) =>
  arn(aws.region, { service: 'iam', account: aws.account, resource });

function addSealKey(graph: GraphBuilder, ctx: Context): NodeRef<SealKeyOutput> {
  const { aws, spec, names, owner } = ctx;
  const { keyId } = spec.seal;
  const common = { id: 'seal-key', phase: AWS_PHASE, needs: {} };
  if (keyId) {
    return graph.add({
      ...common,
      make: () =>
        existingSealKey({ client: aws.kms, keyId, region: aws.region }),
    });
  }
  return graph.add({
    ...common,
    make: () =>
      sealKey({
        client: aws.kms,
        alias: names.keyAlias,
        owner,
        account: aws.account,
        region: aws.region,
        roleArn: iamArn(ctx, `role/${names.role}`),
        deletionWindowDays: spec.seal.deletionWindowDays,
      }),
  });
}

/**
 * With private DNS an endpoint answers for the whole VPC, so the whole VPC may reach it: anything less would cut others
 * off from KMS and STS. Without it only the cluster uses the endpoint.
 */
function endpointSources({ spec, cluster, network }: Context): EndpointSources {
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
  ctx: Context,
  service: 'kms' | 'sts',
  group: NodeRef<SecurityGroupOutput> | undefined,
): NodeRef<InterfaceEndpointOutput> | undefined {
  const { aws, spec, owner, network } = ctx;
  const choice = spec.endpoints[service];
  if (choice === 'none') {
    return undefined;
  }
  const options = {
    client: aws.ec2,
    service,
    choice,
    owner,
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
        make: needs =>
          interfaceEndpoint({ ...options, securityGroupId: needs.group.id }),
      })
    : graph.add({
        ...common,
        needs: {},
        make: () => interfaceEndpoint(options),
      });
}

function addEndpoints(graph: GraphBuilder, ctx: Context) {
  const { aws, spec, names, owner, network } = ctx;
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
              owner,
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
              owner,
              vpcId: network.vpcId,
              sources: endpointSources(ctx),
            }),
        })
      : undefined;
  return {
    dynamodbEndpoint,
    kmsEndpoint: addInterfaceEndpoint(graph, ctx, 'kms', group),
    stsEndpoint: addInterfaceEndpoint(graph, ctx, 'sts', group),
  };
}

/** Adds everything that Vault needs of AWS; independent things have no edge between them. */
export function addAwsResources(graph: GraphBuilder, ctx: Context): AwsNodes {
  const { aws, spec, names, owner, cluster } = ctx;
  const { account, region } = aws;
  const issuer = cluster.oidcIssuer ?? '';
  const common = { phase: AWS_PHASE, needs: {} };

  const table = graph.add({
    ...common,
    id: 'dynamodb-table',
    make: () =>
      dynamoDbTable({
        client: aws.dynamodb,
        name: names.table,
        arn: arn(region, {
          service: 'dynamodb',
          region,
          account,
          resource: `table/${names.table}`,
        }),
        owner,
        named: spec.storage.table !== undefined,
        pointInTimeRecovery: spec.storage.pointInTimeRecovery,
        deletionProtection: spec.storage.deletionProtection,
        encryptionKey: spec.storage.encryptionKey,
      }),
  });
  const key = addSealKey(graph, ctx);
  const endpoints = addEndpoints(graph, ctx);
  const provider = graph.add({
    ...common,
    id: 'oidc-provider',
    make: () =>
      oidcProvider({
        client: aws.iam,
        issuer,
        arn: iamArn(ctx, `oidc-provider/${issuerHostPath(issuer)}`),
        owner,
      }),
  });
  const role = graph.add({
    id: 'vault-role',
    phase: AWS_PHASE,
    needs: { table, key, provider },
    make: needs =>
      vaultRole({
        client: aws.iam,
        name: names.role,
        arn: iamArn(ctx, `role/${names.role}`),
        owner,
        provider: needs.provider,
        serviceAccount: {
          namespace: spec.namespace,
          name: names.serviceAccount,
        },
        tableArn: needs.table.arn,
        keyArn: needs.key.arn,
      }),
  });
  const secret = graph.add({
    ...common,
    id: 'custody-secret',
    make: () =>
      custodySecret({
        client: aws.secretsManager,
        name: names.custodySecret,
        owner,
        named: spec.custody.secretName !== undefined,
        account,
        region,
        kmsKeyId: spec.custody.kmsKeyId,
      }),
  });
  return { table, sealKey: key, role, custodySecret: secret, ...endpoints };
}
