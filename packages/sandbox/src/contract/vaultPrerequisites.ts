import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Sandbox } from '../startSandbox';

/** What Vault needs of AWS, by the names that the values file mentions. */
export interface VaultPrerequisites {
  readonly table: string;
  readonly keyId: string;
  readonly roleArn: string;
}

/** Makes table, key, OIDC provider and role, as a person would with the AWS CLI. */
export async function createVaultPrerequisites(
  { aws, clusters }: Sandbox,
  serviceAccount: string,
): Promise<VaultPrerequisites> {
  const config = {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: {
      accessKeyId: aws.accessKeyId,
      secretAccessKey: aws.secretAccessKey,
    },
  };
  const table = 'vault-table';
  const { TableDescription } = await new DynamoDBClient(config).send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'Path', AttributeType: 'S' },
        { AttributeName: 'Key', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'Path', KeyType: 'HASH' },
        { AttributeName: 'Key', KeyType: 'RANGE' },
      ],
    }),
  );
  const { KeyMetadata } = await new KMSClient(config).send(
    new CreateKeyCommand({}),
  );
  const roleArn = await createRole(config, {
    issuer: await issuerOf(config, clusters[0].name),
    serviceAccount,
    account: aws.account,
    resources: {
      table: TableDescription?.TableArn ?? '',
      key: KeyMetadata?.Arn ?? '',
    },
  });
  return { table, keyId: KeyMetadata?.KeyId ?? '', roleArn };
}

type Config = ConstructorParameters<typeof IAMClient>[0] & object;

async function issuerOf(config: Config, name: string): Promise<string> {
  const { cluster } = await new EKSClient({
    endpoint: config.endpoint,
    region: config.region,
    credentials: config.credentials,
  }).send(new DescribeClusterCommand({ name }));
  return cluster?.identity?.oidc?.issuer ?? '';
}

async function createRole(
  config: Config,
  options: {
    readonly issuer: string;
    readonly serviceAccount: string;
    readonly account: string;
    readonly resources: { readonly table: string; readonly key: string };
  },
): Promise<string> {
  const iam = new IAMClient(config);
  const { issuer, resources } = options;
  const host = issuer.replace('https://', '');
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: issuer,
      ClientIDList: ['sts.amazonaws.com'],
    }),
  );
  const allow = (Action: string[], Resource: string) => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'vault-role',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: {
              Federated: `arn:aws:iam::${options.account}:oidc-provider/${host}`,
            },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${host}:aud`]: 'sts.amazonaws.com',
                [`${host}:sub`]: `system:serviceaccount:${options.serviceAccount}`,
              },
            },
          },
        ],
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'vault-role',
      PolicyName: 'vault',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          allow(
            ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'],
            resources.key,
          ),
          allow(
            [
              'dynamodb:DescribeTable',
              'dynamodb:GetItem',
              'dynamodb:Query',
              'dynamodb:BatchWriteItem',
              'dynamodb:UpdateItem',
              'dynamodb:DeleteItem',
            ],
            resources.table,
          ),
        ],
      }),
    }),
  );
  return Role?.Arn ?? '';
}
