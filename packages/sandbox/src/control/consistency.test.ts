import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { policyOf } from '../aws/testing/assumeNewRole';
import { SEED } from '../seed';
import {
  startControlledAws,
  type ControlledAws,
} from './testing/controlledAws';

const VpcId = SEED.clusters[0].vpcId;

jest.setTimeout(60_000);

describe('eventual consistency by request', () => {
  let sandbox: ControlledAws;
  let dynamodb: DynamoDBClient;
  let ec2: EC2Client;
  let iam: IAMClient;
  let kms: KMSClient;
  let sts: STSClient;

  const settle = () => sandbox.ask('DELETE', '/control/consistency');

  beforeAll(async () => {
    sandbox = await startControlledAws();
    const { client } = sandbox;
    dynamodb = new DynamoDBClient(client);
    ec2 = new EC2Client(client);
    iam = new IAMClient(client);
    kms = new KMSClient(client);
    sts = new STSClient(client);
  });
  afterEach(() => settle());
  afterAll(async () => {
    [dynamodb, ec2, iam, kms, sts].forEach(client => client.destroy());
    await sandbox.close();
  });

  const lag = async (service: string) => {
    const wanted = { [service]: 600 };
    expect(await sandbox.ask('POST', '/control/consistency', wanted)).toEqual({
      status: 200,
      answer: wanted,
    });
  };

  it('hides a new role from readers, from STS and from key policies', async () => {
    await lag('iam');
    const RoleName = 'vault-new';
    const create = () =>
      iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: policyOf({
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: 'sts:AssumeRole',
          }),
        }),
      );
    const { Role: role } = await create();
    const read = () => iam.send(new GetRoleCommand({ RoleName }));
    const assume = () =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: role?.Arn,
          RoleSessionName: 'test',
        }),
      );
    const name = () =>
      kms.send(
        new CreateKeyCommand({
          Policy: policyOf(
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${SEED.account}:root` },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Effect: 'Allow',
              Principal: { AWS: role?.Arn },
              Action: 'kms:Encrypt',
              Resource: '*',
            },
          ),
        }),
      );
    await expect(read()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    await expect(create()).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(name()).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
    const { Roles: roles } = await iam.send(new ListRolesCommand({}));
    expect(roles?.map(item => item.RoleName)).toEqual(
      expect.not.arrayContaining([RoleName]),
    );
    await settle();
    await read();
    await assume();
    await name();
  });

  it('hides a new key and a new alias', async () => {
    const { KeyMetadata: old } = await kms.send(new CreateKeyCommand({}));
    await lag('kms');
    const AliasName = 'alias/vault-new';
    await kms.send(
      new CreateAliasCommand({ AliasName, TargetKeyId: old?.KeyId }),
    );
    const { KeyMetadata: made } = await kms.send(new CreateKeyCommand({}));
    const read = (KeyId: string | undefined) =>
      kms.send(new DescribeKeyCommand({ KeyId }));
    const notFound = { name: 'NotFoundException' };
    await expect(read(AliasName)).rejects.toMatchObject(notFound);
    await expect(read(made?.KeyId)).rejects.toMatchObject(notFound);
    // What has been seen before does not vanish.
    await read(old?.KeyId);
    await settle();
    await read(AliasName);
  });

  it('hides a new endpoint and a new security group', async () => {
    await lag('ec2');
    const { VpcEndpoint: endpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: `com.amazonaws.${SEED.region}.dynamodb`,
      }),
    );
    const { GroupId: groupId = '' } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'vault',
        Description: 'vault',
        VpcId,
      }),
    );
    const VpcEndpointIds = [endpoint?.VpcEndpointId ?? ''];
    const byId = () =>
      ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds }));
    const all = async () =>
      (await ec2.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints;
    await expect(byId()).rejects.toMatchObject({
      name: 'InvalidVpcEndpointId.NotFound',
    });
    expect(await all()).toEqual([]);
    await expect(
      ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] })),
    ).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' });
    await settle();
    await byId();
    expect(await all()).toHaveLength(1);
  });

  it('hides a new table', async () => {
    await lag('dynamodb');
    const TableName = 'vault-new';
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'Path', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'Path', KeyType: 'HASH' }],
      }),
    );
    const read = () => dynamodb.send(new DescribeTableCommand({ TableName }));
    await expect(read()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await settle();
    await read();
  });

  it('lets time pass by the clock', async () => {
    await sandbox.ask('POST', '/control/consistency', { kms: 0.3 });
    const { KeyMetadata: made } = await kms.send(new CreateKeyCommand({}));
    const errors: unknown[] = [];
    const isVisible = () =>
      kms.send(new DescribeKeyCommand({ KeyId: made?.KeyId })).then(
        () => true,
        error => {
          errors.push(error.name);
          return false;
        },
      );
    while (!(await isVisible())) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect(errors.every(name => name === 'NotFoundException')).toBe(true);
    expect(Date.now()).toBeGreaterThanOrEqual(
      (made?.CreationDate?.getTime() ?? Infinity) + 300,
    );
  });

  it('switches the latency and the quotas while it runs', async () => {
    const endpoint = (name: string) =>
      ec2.send(
        new CreateVpcEndpointCommand({
          VpcId,
          ServiceName: `com.amazonaws.${SEED.region}.${name}`,
          VpcEndpointType: 'Interface',
        }),
      );
    const states = async () => {
      const { VpcEndpoints: endpoints = [] } = await ec2.send(
        new DescribeVpcEndpointsCommand({
          Filters: [{ Name: 'vpc-endpoint-type', Values: ['Interface'] }],
        }),
      );
      return endpoints.map(item => item.State);
    };
    await endpoint('kms');
    expect(await states()).toEqual(['available']);
    await sandbox.ask('POST', '/control/latency', { profile: 'realistic' });
    await endpoint('sts');
    expect(await states()).toEqual(['available', 'pending']);
    await sandbox.ask('POST', '/control/quotas', {
      interfaceEndpointsPerVpc: 2,
    });
    await expect(endpoint('ec2')).rejects.toMatchObject({
      name: 'VpcEndpointLimitExceeded',
    });
    expect(await sandbox.ask('GET', '/control/quotas')).toMatchObject({
      answer: { interfaceEndpointsPerVpc: 2 },
    });
    expect(await sandbox.ask('GET', '/control/latency')).toMatchObject({
      answer: { profile: 'realistic' },
    });
  });

  it.each([
    ['consistency', { s3: 1 }, /^s3: not known here; leave it out/],
    ['consistency', { iam: -1 }, /^iam: /],
    ['consistency', { iam: 'long' }, /^iam: Expected number/],
    ['latency', { profile: 'slow' }, /^profile: .*'realistic'/],
    ['latency', {}, /^profile: must be given/],
    ['quotas', { interfaceEndpointsPerVpc: -1 }, /^interfaceEndpointsPerVpc: /],
  ])('refuses /control/%s %j by name', async (path, body, error) => {
    const { status, answer } = await sandbox.ask(
      'POST',
      `/control/${path}`,
      body,
    );
    expect(status).toBe(400);
    expect(answer).toEqual({ error: expect.stringMatching(error) });
  });
});
