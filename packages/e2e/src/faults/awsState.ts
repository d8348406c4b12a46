import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListResourceTagsCommand,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  OWNERSHIP_TAG,
  ownershipValue,
  vaultNames,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';

const OWNER_FILTER = `tag:${OWNERSHIP_TAG}`;

async function keysOf(owner: string) {
  const kms = new KMSClient({});
  const found = [];
  for await (const page of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId } of page.Keys ?? []) {
      const { Tags = [] } = await kms.send(
        new ListResourceTagsCommand({ KeyId }),
      );
      if (Tags.some(t => t.TagKey === OWNERSHIP_TAG && t.TagValue === owner)) {
        const [rotation, policy, aliases] = await Promise.all([
          kms.send(new GetKeyRotationStatusCommand({ KeyId })),
          kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
          kms.send(new ListAliasesCommand({ KeyId })),
        ]);
        found.push({
          rotation: rotation.KeyRotationEnabled,
          days: rotation.RotationPeriodInDays,
          policy: policy.Policy,
          aliases: aliases.Aliases?.map(alias => alias.AliasName),
        });
      }
    }
  }
  return found;
}

async function networkOf(owner: string) {
  const ec2 = new EC2Client({});
  const Filters = [{ Name: OWNER_FILTER, Values: [owner] }];
  const [endpoints, groups] = await Promise.all([
    ec2.send(new DescribeVpcEndpointsCommand({ Filters })),
    ec2.send(new DescribeSecurityGroupsCommand({ Filters })),
  ]);
  return {
    endpoints: endpoints.VpcEndpoints?.map(endpoint => ({
      service: endpoint.ServiceName,
      type: endpoint.VpcEndpointType,
      state: endpoint.State,
      privateDns: endpoint.PrivateDnsEnabled,
      routeTables: endpoint.RouteTableIds?.length,
      subnets: endpoint.SubnetIds?.length,
      groups: endpoint.Groups?.length,
    })).sort((a, b) => `${a.service}`.localeCompare(`${b.service}`)),
    groups: groups.SecurityGroups?.map(group => ({
      name: group.GroupName,
      ingress: group.IpPermissions,
    })),
  };
}

async function identityOf(role: string) {
  const iam = new IAMClient({});
  const [found, inline, providers] = await Promise.all([
    iam.send(new GetRoleCommand({ RoleName: role })),
    iam.send(new ListRolePoliciesCommand({ RoleName: role })),
    iam.send(new ListOpenIDConnectProvidersCommand({})),
  ]);
  const policies = await Promise.all(
    (inline.PolicyNames ?? []).map(async PolicyName => {
      const { PolicyDocument } = await iam.send(
        new GetRolePolicyCommand({ RoleName: role, PolicyName }),
      );
      return { PolicyName, PolicyDocument };
    }),
  );
  const audiences = await Promise.all(
    (providers.OpenIDConnectProviderList ?? []).map(async ({ Arn }) => {
      const { ClientIDList } = await iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn }),
      );
      return ClientIDList;
    }),
  );
  return { trust: found.Role?.AssumeRolePolicyDocument, policies, audiences };
}

async function tableOf(TableName: string) {
  const dynamodb = new DynamoDBClient({});
  const [{ Table }, backups] = await Promise.all([
    dynamodb.send(new DescribeTableCommand({ TableName })),
    dynamodb.send(new DescribeContinuousBackupsCommand({ TableName })),
  ]);
  return {
    status: Table?.TableStatus,
    keys: Table?.KeySchema,
    billing: Table?.BillingModeSummary?.BillingMode,
    protected: Table?.DeletionProtectionEnabled,
    backups:
      backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription
        ?.PointInTimeRecoveryStatus,
  };
}

async function secretOf(SecretId: string) {
  const client = new SecretsManagerClient({});
  const [described, value] = await Promise.all([
    client.send(new DescribeSecretCommand({ SecretId })),
    client.send(new GetSecretValueCommand({ SecretId })),
  ]);
  return {
    description: described.Description,
    tags: described.Tags?.map(tag => tag.Key).sort(),
    value: value.SecretString,
  };
}

/** What {@link awsState} tells apart; the rest is for comparing. */
export interface AwsState {
  readonly secret: {
    readonly value?: string;
  };
}

/** Everything on AWS that belongs to a Vault, without what differs from run to run: ids, times and the release's name. */
export async function awsState(spec: VaultClusterSpec): Promise<AwsState> {
  const names = vaultNames(spec);
  const owner = ownershipValue(spec);
  const [keys, network, identity, table, secret] = await Promise.all([
    keysOf(owner),
    networkOf(owner),
    identityOf(names.role),
    tableOf(names.table),
    secretOf(names.custodySecret),
  ]);
  const text = JSON.stringify({ keys, network, identity, table, secret })
    .replaceAll(spec.release, '<release>')
    .replace(/key(\/|%2F)[0-9a-f-]{36}/g, 'key/<id>')
    .replace(/id(\/|%2F)[0-9A-F]{32}/g, 'id/<issuer>');
  return JSON.parse(text);
}
