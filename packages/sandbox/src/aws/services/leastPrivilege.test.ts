import * as ddb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as eks from '@aws-sdk/client-eks';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as secrets from '@aws-sdk/client-secrets-manager';
import { SEED } from '../../seed';
import {
  assumeNewRole,
  policyOf,
  type AssumedRole,
} from '../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../testing/awsWorld';

const { account, region, clusters } = SEED;
const { vpcId, name: clusterName } = clusters[0];
const tags = [{ Key: 'vault-eks.io/cluster', Value: 'prod' }];
const trust = policyOf({
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const table: ddb.CreateTableCommandInput = {
  TableName: 'vault-prod',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'Path', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
};

interface Clients {
  readonly ddb: ddb.DynamoDBClient;
  readonly ec2: ec2.EC2Client;
  readonly eks: eks.EKSClient;
  readonly iam: iam.IAMClient;
  readonly kms: kms.KMSClient;
  readonly secrets: secrets.SecretsManagerClient;
}

jest.setTimeout(60_000);

describe('a caller with part of the rights', () => {
  let world: AwsWorld;
  let role: AssumedRole;
  let administrator: iam.IAMClient;
  let key: string;
  let as: Clients;

  beforeAll(async () => {
    world = await startAwsWorld();
    administrator = new iam.IAMClient(world.admin);
    role = await assumeNewRole(world.admin, { name: 'deployer', allows: [] });
    const owner = new kms.KMSClient(world.admin);
    const made = await owner.send(new kms.CreateKeyCommand({}));
    key = made.KeyMetadata?.Arn ?? '';
    owner.destroy();
    as = {
      ddb: new ddb.DynamoDBClient(role.client),
      ec2: new ec2.EC2Client(role.client),
      eks: new eks.EKSClient(role.client),
      iam: new iam.IAMClient(role.client),
      kms: new kms.KMSClient(role.client),
      secrets: new secrets.SecretsManagerClient(role.client),
    };
  });
  afterAll(async () => {
    administrator.destroy();
    Object.values(as).forEach(client => client.destroy());
    await world.close();
  });

  const allow = (...statements: object[]) =>
    administrator.send(
      new iam.PutRolePolicyCommand({
        RoleName: 'deployer',
        PolicyName: 'rights',
        PolicyDocument: policyOf(...statements),
      }),
    );

  it.each<[action: string, call: () => Promise<unknown>]>([
    [
      'dynamodb:CreateTable',
      () => as.ddb.send(new ddb.CreateTableCommand({ ...table })),
    ],
    [
      'dynamodb:TagResource',
      () =>
        as.ddb.send(new ddb.CreateTableCommand({ ...table, Tags: [...tags] })),
    ],
    [
      'kms:CreateGrant',
      () =>
        as.ddb.send(
          new ddb.CreateTableCommand({
            ...table,
            SSESpecification: { Enabled: true, KMSMasterKeyId: key },
          }),
        ),
    ],
    ['kms:CreateKey', () => as.kms.send(new kms.CreateKeyCommand({}))],
    [
      'kms:TagResource',
      () =>
        as.kms.send(
          new kms.CreateKeyCommand({
            Tags: [{ TagKey: 'owner', TagValue: 'me' }],
          }),
        ),
    ],
    [
      'kms:CreateAlias',
      () =>
        as.kms.send(
          new kms.CreateAliasCommand({
            AliasName: 'alias/vault-prod',
            TargetKeyId: key,
          }),
        ),
    ],
    [
      'kms:ListGrants',
      () => as.kms.send(new kms.ListGrantsCommand({ KeyId: key })),
    ],
    [
      'kms:UpdateKeyDescription',
      () =>
        as.kms.send(
          new kms.UpdateKeyDescriptionCommand({ KeyId: key, Description: '' }),
        ),
    ],
    [
      'ec2:CreateSecurityGroup',
      () =>
        as.ec2.send(
          new ec2.CreateSecurityGroupCommand({
            GroupName: 'vault',
            Description: 'vault',
            VpcId: vpcId,
          }),
        ),
    ],
    [
      'ec2:CreateTags',
      () =>
        as.ec2.send(
          new ec2.CreateSecurityGroupCommand({
            GroupName: 'vault',
            Description: 'vault',
            VpcId: vpcId,
            TagSpecifications: [
              { ResourceType: 'security-group', Tags: [...tags] },
            ],
          }),
        ),
    ],
    [
      'route53:AssociateVPCWithHostedZone',
      () =>
        as.ec2.send(
          new ec2.CreateVpcEndpointCommand({
            VpcId: vpcId,
            ServiceName: `com.amazonaws.${region}.kms`,
            VpcEndpointType: 'Interface',
            PrivateDnsEnabled: true,
          }),
        ),
    ],
    [
      'eks:DescribeCluster',
      () => as.eks.send(new eks.DescribeClusterCommand({ name: clusterName })),
    ],
    [
      'eks:DescribeAddon',
      () =>
        as.eks.send(
          new eks.DescribeAddonCommand({
            clusterName,
            addonName: 'aws-ebs-csi-driver',
          }),
        ),
    ],
    [
      'iam:CreateRole',
      () =>
        as.iam.send(
          new iam.CreateRoleCommand({
            RoleName: 'vault-prod',
            AssumeRolePolicyDocument: trust,
          }),
        ),
    ],
    [
      'iam:TagRole',
      () =>
        as.iam.send(
          new iam.CreateRoleCommand({
            RoleName: 'vault-prod',
            AssumeRolePolicyDocument: trust,
            Tags: [...tags],
          }),
        ),
    ],
    [
      'iam:TagOpenIDConnectProvider',
      () =>
        as.iam.send(
          new iam.CreateOpenIDConnectProviderCommand({
            Url: 'https://oidc.example.com/id/1',
            Tags: [...tags],
          }),
        ),
    ],
    [
      'iam:SimulatePrincipalPolicy',
      () =>
        as.iam.send(
          new iam.SimulatePrincipalPolicyCommand({
            PolicySourceArn: role.arn,
            ActionNames: ['kms:Encrypt'],
          }),
        ),
    ],
    [
      'secretsmanager:CreateSecret',
      () =>
        as.secrets.send(
          new secrets.CreateSecretCommand({ Name: 'vault-eks/a' }),
        ),
    ],
    [
      'secretsmanager:TagResource',
      () =>
        as.secrets.send(
          new secrets.CreateSecretCommand({
            Name: 'vault-eks/a',
            Tags: [...tags],
          }),
        ),
    ],
    [
      'secretsmanager:ReplicateSecretToRegions',
      () =>
        as.secrets.send(
          new secrets.CreateSecretCommand({
            Name: 'vault-eks/a',
            AddReplicaRegions: [{ Region: 'eu-central-1' }],
          }),
        ),
    ],
  ])('is refused by name when %s is missing', async (action, call) => {
    await allow(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: action, Resource: '*' },
    );
    await expect(call()).rejects.toMatchObject({
      message: expect.stringContaining(
        `:assumed-role/deployer/test is not authorized to perform: ${action}`,
      ),
    });
  });

  it('needs the key of a secret beside the secret', async () => {
    const create = () =>
      as.secrets.send(
        new secrets.CreateSecretCommand({
          Name: 'vault-eks/keyed',
          SecretString: 'value',
          KmsKeyId: key,
        }),
      );
    const ofSecrets = {
      Effect: 'Allow',
      Action: 'secretsmanager:*',
      Resource: '*',
    };
    await allow(ofSecrets);
    await expect(create()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'Access to KMS is not allowed',
    });
    await allow(ofSecrets, {
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: key,
      Condition: {
        StringEquals: {
          'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
        },
      },
    });
    await create();
  });

  it('needs the key of a table to read its items', async () => {
    const owner = new ddb.DynamoDBClient(world.admin);
    await owner.send(
      new ddb.CreateTableCommand({
        ...table,
        TableName: 'vault-keyed',
        SSESpecification: { Enabled: true, KMSMasterKeyId: key },
      }),
    );
    await ddb.waitUntilTableExists(
      { client: owner, maxWaitTime: 30, minDelay: 1 },
      { TableName: 'vault-keyed' },
    );
    owner.destroy();
    const read = () =>
      as.ddb.send(
        new ddb.GetItemCommand({
          TableName: 'vault-keyed',
          Key: { Path: { S: 'core' } },
        }),
      );
    const ofTable = {
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: `arn:aws:dynamodb:${region}:${account}:table/vault-keyed`,
    };
    await allow(ofTable);
    await expect(read()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `perform: kms:Decrypt on resource: ${key}`,
      ),
    });
    await allow(ofTable, {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: key,
    });
    await read();
  });

  it('creates only what carries the tag that the policy asks for', async () => {
    await allow(
      {
        Effect: 'Allow',
        Action: ['kms:CreateKey', 'kms:TagResource'],
        Resource: '*',
        Condition: {
          StringLike: { 'aws:RequestTag/vault-eks.io/cluster': '*' },
        },
      },
      {
        Effect: 'Allow',
        Action: 'kms:DescribeKey',
        Resource: '*',
        Condition: {
          StringLike: { 'aws:ResourceTag/vault-eks.io/cluster': '*' },
        },
      },
    );
    await expect(
      as.kms.send(new kms.CreateKeyCommand({})),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const tagged = {
      Tags: [{ TagKey: tags[0].Key, TagValue: tags[0].Value }],
    };
    const { KeyMetadata: made } = await as.kms.send(
      new kms.CreateKeyCommand(tagged),
    );
    await as.kms.send(new kms.DescribeKeyCommand({ KeyId: made?.KeyId }));
    await expect(
      as.kms.send(new kms.DescribeKeyCommand({ KeyId: key })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('makes roles only with the boundary that the policy asks for', async () => {
    const { Policy: boundary } = await administrator.send(
      new iam.CreatePolicyCommand({
        PolicyName: 'limits',
        PolicyDocument: policyOf({
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
        }),
      }),
    );
    await allow({
      Effect: 'Allow',
      Action: 'iam:CreateRole',
      Resource: '*',
      Condition: {
        StringEquals: { 'iam:PermissionsBoundary': boundary?.Arn },
      },
    });
    const create = (PermissionsBoundary?: string) =>
      as.iam.send(
        new iam.CreateRoleCommand({
          RoleName: 'vault-bounded',
          AssumeRolePolicyDocument: trust,
          PermissionsBoundary,
        }),
      );
    await expect(create()).rejects.toMatchObject({ name: 'AccessDenied' });
    await create(boundary?.Arn);
  });
});
