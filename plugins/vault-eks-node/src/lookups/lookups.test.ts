import {
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import { DescribeClusterCommand } from '@aws-sdk/client-eks';
import {
  DescribeKeyCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import { ACCOUNT, denied, fakeAccounts } from './__testUtils__/fakeAccounts';

const { signal } = new AbortController();
const region = 'eu-west-1';
const OWNER = { key: 'vault-eks.io/cluster', value: 'prod/vault/vault' };

describe('the look-ups of one place', () => {
  const aws = fakeAccounts();
  beforeEach(() => aws.reset());
  afterAll(() => aws.restore());

  it('tell the subnets and route tables of the VPC, those of the cluster first', async () => {
    aws.eks.on(DescribeClusterCommand).resolves({
      cluster: {
        ...{ name: 'prod', arn: 'arn', version: '1.35', endpoint: 'https://e' },
        certificateAuthority: { data: 'Y2E=' },
        resourcesVpcConfig: { vpcId: 'vpc-1', subnetIds: ['subnet-b'] },
      },
    });
    aws.ec2
      .on(DescribeSubnetsCommand, {
        Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }],
      })
      .resolves({
        Subnets: [
          { SubnetId: 'subnet-a', AvailabilityZone: 'eu-west-1a' },
          {
            ...{ SubnetId: 'subnet-b', AvailabilityZone: 'eu-west-1b' },
            ...{ CidrBlock: '10.0.1.0/24', AvailableIpAddressCount: 7 },
            Tags: [{ Key: 'Name', Value: 'private-b' }],
          },
        ],
      });
    aws.ec2.on(DescribeRouteTablesCommand).resolves({
      RouteTables: [
        { RouteTableId: 'rtb-main', Associations: [{ Main: true }] },
        { RouteTableId: 'rtb-b', Associations: [{ SubnetId: 'subnet-b' }] },
      ],
    });
    await expect(
      aws.create().readNetwork({ region, cluster: 'prod' }, { signal }),
    ).resolves.toEqual({
      vpcId: 'vpc-1',
      subnets: [
        {
          ...{ id: 'subnet-b', name: 'private-b', zone: 'eu-west-1b' },
          ...{ cidr: '10.0.1.0/24', freeAddresses: 7, ofCluster: true },
        },
        expect.objectContaining({ id: 'subnet-a', ofCluster: false }),
      ],
      routeTables: [
        { id: 'rtb-b', name: undefined, main: false, ofCluster: true },
        { id: 'rtb-main', name: undefined, main: true, ofCluster: false },
      ],
    });
  });

  it('say which cluster there is none of', async () => {
    aws.eks.on(DescribeClusterCommand).rejects(
      Object.assign(new Error('arn:aws:secret'), {
        name: 'ResourceNotFoundException',
      }),
    );
    await expect(
      aws.create().readNetwork({ region, cluster: 'none' }, { signal }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringMatching(/no EKS cluster none in account 1111/),
    });
  });

  const key = (id: string, change: Partial<KeyMetadata> = {}): KeyMetadata => ({
    KeyId: id,
    Arn: `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`,
    KeyManager: 'CUSTOMER',
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    ...change,
  });

  it('tell the keys that can be used, with their names and whose they are', async () => {
    const keys: Record<string, KeyMetadata> = {
      plain: key('plain', { Description: 'of the platform' }),
      seal: key('seal'),
      rsa: key('rsa', { KeySpec: 'RSA_2048' }),
      off: key('off', { KeyState: 'Disabled' }),
      aws: key('aws', { KeyManager: 'AWS' }),
    };
    aws.kms.on(ListKeysCommand).callsFake(async ({ Marker }) =>
      Marker
        ? { Keys: [{ KeyId: 'seal' }, { KeyId: 'hidden' }] }
        : {
            Keys: ['plain', 'rsa', 'off', 'aws'].map(KeyId => ({ KeyId })),
            ...{ Truncated: true, NextMarker: 'more' },
          },
    );
    aws.kms.on(ListAliasesCommand).resolves({
      Aliases: [
        { AliasName: 'alias/vault-seal', TargetKeyId: 'seal' },
        { AliasName: 'alias/aws/ebs', TargetKeyId: 'aws' },
      ],
    });
    aws.kms.on(DescribeKeyCommand).callsFake(async ({ KeyId }) => {
      if (KeyId === 'hidden') {
        throw denied('kms:DescribeKey');
      }
      return { KeyMetadata: keys[KeyId] };
    });
    aws.kms.on(ListResourceTagsCommand).callsFake(async ({ KeyId }) => ({
      Tags:
        KeyId === 'seal' ? [{ TagKey: OWNER.key, TagValue: OWNER.value }] : [],
    }));
    const lookups = aws.create();
    await expect(lookups.findKeys({ region }, { signal })).resolves.toEqual({
      keys: [
        {
          ...{ id: 'seal', arn: keys.seal.Arn, aliases: ['alias/vault-seal'] },
          ...{ description: undefined, usedBy: OWNER.value },
        },
        {
          ...{ id: 'plain', arn: keys.plain.Arn, aliases: [] },
          ...{ description: 'of the platform', usedBy: undefined },
        },
      ],
      more: false,
    });
    const found = await lookups.findKeys(
      { region },
      { signal, search: 'VAULT-' },
    );
    expect(found.keys.map(({ id }) => id)).toEqual(['seal']);
  });

  it('tell the tables, those of Vaults first and what cannot be used last', async () => {
    const forVault = {
      KeySchema: [
        { AttributeName: 'Path', KeyType: 'HASH' as const },
        { AttributeName: 'Key', KeyType: 'RANGE' as const },
      ],
      AttributeDefinitions: ['Path', 'Key'].map(AttributeName => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
    };
    aws.dynamodb
      .on(ListTablesCommand)
      .callsFake(async ({ ExclusiveStartTableName }) =>
        ExclusiveStartTableName
          ? { TableNames: ['vault-of-prod', 'hidden', 'gone'] }
          : {
              TableNames: ['orders', 'free'],
              LastEvaluatedTableName: 'free',
            },
      );
    aws.dynamodb.on(DescribeTableCommand).callsFake(async ({ TableName }) => {
      if (TableName === 'hidden') {
        throw denied('dynamodb:DescribeTable');
      }
      if (TableName === 'gone') {
        throw Object.assign(new Error(), { name: 'ResourceNotFoundException' });
      }
      return {
        Table: {
          ...{ TableArn: TableName, TableStatus: 'ACTIVE' },
          ...(TableName === 'orders'
            ? { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }
            : forVault),
        },
      };
    });
    aws.dynamodb
      .on(ListTagsOfResourceCommand)
      .callsFake(async ({ ResourceArn }) => ({
        Tags:
          ResourceArn === 'vault-of-prod'
            ? [{ Key: OWNER.key, Value: OWNER.value }]
            : [],
      }));
    const { tables } = await aws.create().findTables({ region }, { signal });
    expect(tables).toEqual([
      expect.objectContaining({ name: 'vault-of-prod', usedBy: OWNER.value }),
      expect.objectContaining({ name: 'free', unfit: undefined }),
      { name: 'hidden' },
      expect.objectContaining({
        name: 'orders',
        unfit: expect.stringMatching(/Vault needs Path HASH S, Key RANGE S/),
      }),
    ]);
  });

  it.each([
    [denied('kms:ListAliases'), /lacks kms:ListAliases/],
    [
      Object.assign(new Error('token of portal-secret-name'), {
        name: 'ExpiredTokenException',
      }),
      /no working AWS credentials/,
    ],
    [
      Object.assign(new Error('portal-secret-name'), {
        name: 'ThrottlingException',
      }),
      /throttles/,
    ],
    [new Error('portal-secret-name'), /log of the portal/],
  ])('throw why, without its insides: %s', async (failure, why) => {
    aws.kms.on(ListAliasesCommand).rejects(failure);
    const asked = aws.create().findKeys({ region }, { signal });
    await expect(asked).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(why),
    });
    await expect(asked).rejects.toMatchObject({
      message: expect.not.stringContaining('portal-secret-name'),
    });
  });

  it('end in time, and when nobody wants the answer any more', async () => {
    aws.dynamodb.on(ListTablesCommand).callsFake(() => new Promise(() => {}));
    await expect(
      aws.create({}, 50).findTables({ region }, { signal }),
    ).rejects.toThrow(/did not answer in time/);
    const leaving = new AbortController();
    const asked = aws
      .create()
      .findTables({ region }, { signal: leaving.signal });
    leaving.abort();
    await expect(asked).rejects.toThrow(/did not/);
  });
});
