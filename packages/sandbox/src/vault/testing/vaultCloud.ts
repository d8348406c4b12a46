import { randomUUID } from 'node:crypto';
import {
  AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { SignJWT } from 'jose';
import {
  startAwsWorld,
  type AwsWorld,
  type ClientConfig,
} from '../../aws/testing/awsWorld';
import type { RecordedCall } from '../../aws';

/** The cloud side of a Vault for a test: table, seal key and the role of its pods. */
export interface VaultCloud extends VaultResources {
  readonly world: AwsWorld;
  readonly calls: readonly RecordedCall[];
  /** A token of the service account `vault/vault-sa` for STS. */
  token(): Promise<string>;
  /** Every item of the table, as it lies there. */
  scan(): Promise<Record<string, AttributeValue>[]>;
  close(): Promise<void>;
}

const SUBJECT = 'system:serviceaccount:vault:vault-sa';

/** Exactly what a Vault on DynamoDB and awskms needs. */
const STORAGE_CALLS = [
  'DescribeTable',
  'GetItem',
  'Query',
  'BatchWriteItem',
  'UpdateItem',
  'DeleteItem',
].map(name => `dynamodb:${name}`);
const SEAL_CALLS = ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt'];

/** What a Vault's nodes use. */
export interface VaultResources {
  readonly table: string;
  readonly keyId: string;
  readonly roleArn: string;
}

/** Makes table, seal key, identity provider and role, as one does for a real Vault. */
export async function createVaultResources(
  admin: ClientConfig,
  issuerUrl: string,
): Promise<VaultResources> {
  const iam = new IAMClient(admin);
  const table = `vault-${randomUUID()}`;
  const created = await new DynamoDBClient(admin).send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'Path', KeyType: 'HASH' },
        { AttributeName: 'Key', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'Path', AttributeType: 'S' },
        { AttributeName: 'Key', AttributeType: 'S' },
      ],
    }),
  );
  const key = await new KMSClient(admin).send(new CreateKeyCommand({}));
  const issuer = issuerUrl.replace('https://', '');
  const provider = await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: issuerUrl,
      ClientIDList: ['sts.amazonaws.com'],
    }),
  );
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: provider.OpenIDConnectProviderArn },
    Condition: {
      StringEquals: {
        [`${issuer}:sub`]: SUBJECT,
        [`${issuer}:aud`]: 'sts.amazonaws.com',
      },
    },
  };
  const role = await iam.send(
    new CreateRoleCommand({
      RoleName: 'vault',
      AssumeRolePolicyDocument: policyDocument([trust]),
    }),
  );
  const tableArn = created.TableDescription?.TableArn;
  const keyArn = key.KeyMetadata?.Arn;
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'vault',
      PolicyName: 'vault',
      PolicyDocument: policyDocument([
        { Effect: 'Allow', Action: STORAGE_CALLS, Resource: tableArn },
        { Effect: 'Allow', Action: SEAL_CALLS, Resource: keyArn },
      ]),
    }),
  );
  return {
    table,
    keyId: key.KeyMetadata?.KeyId ?? '',
    roleArn: role.Role?.Arn ?? '',
  };
}

export async function startVaultCloud(): Promise<VaultCloud> {
  const calls: RecordedCall[] = [];
  const world = await startAwsWorld({ onCall: call => calls.push(call) });
  const [cluster] = world.clusters;
  const resources = await createVaultResources(world.admin, cluster.issuer.url);
  const dynamodb = new DynamoDBClient(world.admin);
  return {
    ...resources,
    world,
    calls,
    token: () =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: cluster.issuer.keyId })
        .setIssuer(cluster.issuer.url)
        .setSubject(SUBJECT)
        .setAudience('sts.amazonaws.com')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(cluster.issuer.privateKey),
    scan: async () =>
      (await dynamodb.send(new ScanCommand({ TableName: resources.table })))
        .Items ?? [],
    close: () => world.close(),
  };
}

function policyDocument(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
