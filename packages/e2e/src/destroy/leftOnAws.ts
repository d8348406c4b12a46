import {
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetRoleCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  DescribeSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  OWNERSHIP_TAG,
  ownershipValue,
  vaultNames,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';

const orAbsent = <T>(asked: Promise<T>) => asked.catch(() => undefined);

/** What AWS still has of a Vault, in words. */
export async function leftOnAws(
  spec: VaultClusterSpec,
): Promise<readonly string[]> {
  const names = vaultNames(spec);
  const ours = {
    Filters: [{ Name: `tag:${OWNERSHIP_TAG}`, Values: [ownershipValue(spec)] }],
  };
  const ec2 = new EC2Client({});
  const iam = new IAMClient({});
  const [table, key, role, secret, providers, endpoints, groups] =
    await Promise.all([
      orAbsent(
        new DynamoDBClient({}).send(
          new DescribeTableCommand({ TableName: names.table }),
        ),
      ),
      orAbsent(
        new KMSClient({}).send(
          new DescribeKeyCommand({ KeyId: names.keyAlias }),
        ),
      ),
      orAbsent(iam.send(new GetRoleCommand({ RoleName: names.role }))),
      orAbsent(
        new SecretsManagerClient({}).send(
          new DescribeSecretCommand({ SecretId: names.custodySecret }),
        ),
      ),
      iam.send(new ListOpenIDConnectProvidersCommand({})),
      ec2.send(new DescribeVpcEndpointsCommand(ours)),
      ec2.send(new DescribeSecurityGroupsCommand(ours)),
    ]);
  return [
    ...(table ? ['table'] : []),
    ...(key?.KeyMetadata?.KeyState === 'Enabled' ? ['key'] : []),
    ...(role ? ['role'] : []),
    ...(secret && !secret.DeletedDate ? ['secret'] : []),
    ...(providers.OpenIDConnectProviderList ?? []).map(() => 'provider'),
    ...(endpoints.VpcEndpoints ?? [])
      // EC2 writes states in either case.
      .filter(({ State = '' }) => !/^delet/i.test(State))
      .map(() => 'endpoint'),
    ...(groups.SecurityGroups ?? []).map(() => 'security group'),
  ];
}
