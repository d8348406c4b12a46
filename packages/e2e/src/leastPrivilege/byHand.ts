import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  paginateDescribeRouteTables,
} from '@aws-sdk/client-ec2';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { allow } from '../roles';

const EVERYTHING = allow({ Action: '*', Resource: '*' });

/** What an administrator does by hand, past the product; the environment must hold the administrator's keys. */
export const byHand = {
  /** @returns its ARN */
  async policy(name: string): Promise<string> {
    const { Policy } = await new IAMClient({}).send(
      new CreatePolicyCommand({ PolicyName: name, PolicyDocument: EVERYTHING }),
    );
    return Policy?.Arn ?? '';
  },

  /** A key of the account; with `actions` its policy leaves no others to IAM. @returns its ARN */
  async key(account: string, actions?: readonly string[]): Promise<string> {
    const { KeyMetadata } = await new KMSClient({}).send(
      new CreateKeyCommand({
        Policy:
          actions &&
          allow({
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: ['kms:PutKeyPolicy', ...actions],
            Resource: '*',
          }),
      }),
    );
    return KeyMetadata?.Arn ?? '';
  },

  /** Changes all of a role that its owner would have back. */
  async meddleWithRole(RoleName: string, PolicyArn: string): Promise<void> {
    const iam = new IAMClient({});
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(
      new PutRolePolicyCommand({
        ...{ RoleName, PolicyName: 'more', PolicyDocument: EVERYTHING },
      }),
    );
    await iam.send(
      new UpdateRoleDescriptionCommand({ RoleName, Description: 'of others' }),
    );
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: allow({
          Principal: { AWS: PolicyArn.split(':')[4] },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
  },

  async openGroup(GroupId: string): Promise<void> {
    await new EC2Client({}).send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [
          {
            ...{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22 },
            IpRanges: [{ CidrIp: '10.0.0.0/8' }],
          },
        ],
      }),
    );
  },

  async table(TableName: string): Promise<void> {
    const schema = [
      { name: 'Path', KeyType: 'HASH' },
      { name: 'Key', KeyType: 'RANGE' },
    ] as const;
    await new DynamoDBClient({}).send(
      new CreateTableCommand({
        ...{ TableName, BillingMode: 'PAY_PER_REQUEST' },
        KeySchema: schema.map(({ name: AttributeName, KeyType }) => ({
          ...{ AttributeName, KeyType },
        })),
        AttributeDefinitions: schema.map(({ name: AttributeName }) => ({
          ...{ AttributeName, AttributeType: 'S' },
        })),
      }),
    );
  },

  /** The OIDC provider of a cluster for another audience, and a gateway endpoint with one of its route tables. */
  async halfOfACluster(name: string, region: string): Promise<void> {
    const { cluster } = await new EKSClient({}).send(
      new DescribeClusterCommand({ name }),
    );
    await new IAMClient({}).send(
      new CreateOpenIDConnectProviderCommand({
        Url: cluster?.identity?.oidc?.issuer,
        ClientIDList: ['another-audience'],
      }),
    );
    const client = new EC2Client({});
    const VpcId = cluster?.resourcesVpcConfig?.vpcId ?? '';
    const tables: string[] = [];
    for await (const { RouteTables = [] } of paginateDescribeRouteTables(
      { client },
      { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] },
    )) {
      tables.push(
        ...RouteTables.flatMap(({ RouteTableId }) => RouteTableId ?? []),
      );
    }
    await client.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: `com.amazonaws.${region}.dynamodb`,
        RouteTableIds: tables.slice(-1),
      }),
    );
  },
};
