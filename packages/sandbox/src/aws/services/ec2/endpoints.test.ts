import {
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DeleteTagsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
  paginateDescribeVpcEndpoints,
  type CreateVpcEndpointCommandInput,
  type ModifyVpcEndpointCommandInput,
} from '@aws-sdk/client-ec2';
import { SEED } from '../../../seed';
import { Quotas } from '../../Quotas';
import { policyOf } from '../../testing/assumeNewRole';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';

const { region } = SEED;
const VpcId = SEED.clusters[0].vpcId;
const service = (name: string) => `com.amazonaws.${region}.${name}`;

jest.setTimeout(60_000);

describe('VPC endpoints', () => {
  const quotas = new Quotas();
  let world: AwsWorld;
  let ec2: EC2Client;

  beforeEach(async () => {
    world = await startAwsWorld({ quotas });
    ec2 = new EC2Client(world.admin);
  });
  afterEach(async () => {
    quotas.interfaceEndpointsPerVpc = 50;
    ec2.destroy();
    await world.close();
  });

  const create = async (
    name: string,
    options: Partial<CreateVpcEndpointCommandInput> = {},
  ) => {
    const { VpcEndpoint: endpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: service(name),
        VpcEndpointType: 'Interface',
        ...options,
      }),
    );
    return endpoint?.VpcEndpointId ?? '';
  };
  const modify = (options: ModifyVpcEndpointCommandInput) =>
    ec2.send(new ModifyVpcEndpointCommand(options));
  const described = async (id: string) => {
    const { VpcEndpoints: endpoints } = await ec2.send(
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
    );
    return endpoints?.[0];
  };
  const subnetsOf = async (vpcId: string) => {
    const { Subnets: subnets = [] } = await ec2.send(
      new DescribeSubnetsCommand({
        Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      }),
    );
    return subnets
      .filter(subnet => !subnet.MapPublicIpOnLaunch)
      .map(subnet => subnet.SubnetId ?? '');
  };

  it('lead to DynamoDB by gateway and by interface at once, with private DNS', async () => {
    await create('dynamodb', { VpcEndpointType: 'Gateway' });
    const id = await create('dynamodb', { PrivateDnsEnabled: true });
    expect(await described(id)).toMatchObject({
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
    });
    await expect(
      create('dynamodb', { PrivateDnsEnabled: true }),
    ).rejects.toThrow(
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for dynamodb.${region}.amazonaws.com in the VPC ${VpcId}`,
    );
  });

  it('have a name for the region and one for each zone', async () => {
    const [first, second] = await subnetsOf(VpcId);
    const id = await create('kms', {
      SubnetIds: [first, second],
      PrivateDnsEnabled: false,
    });
    const names = async () =>
      (await described(id))?.DnsEntries?.map(entry => entry.DnsName);
    const host = `${id}-${id.slice(-8)}`;
    const rest = `kms.${region}.vpce.amazonaws.com`;
    expect(await names()).toEqual([
      `${host}.${rest}`,
      `${host}-${region}a.${rest}`,
      `${host}-${region}b.${rest}`,
    ]);
    await modify({
      VpcEndpointId: id,
      RemoveSubnetIds: [second],
      PrivateDnsEnabled: true,
    });
    expect((await described(id))?.SubnetIds).toEqual([first]);
    expect(await names()).toEqual([
      `${host}.${rest}`,
      `${host}-${region}a.${rest}`,
      `kms.${region}.amazonaws.com`,
    ]);
  });

  it('carry a policy that can be changed and reset', async () => {
    const narrow = policyOf({
      Effect: 'Allow',
      Principal: '*',
      Action: 'kms:Decrypt',
      Resource: '*',
    });
    const VpcEndpointId = await create('kms', { PolicyDocument: narrow });
    const policy = async () => (await described(VpcEndpointId))?.PolicyDocument;
    expect(await policy()).toBe(narrow);
    await expect(
      modify({ VpcEndpointId, PolicyDocument: '{' }),
    ).rejects.toMatchObject({ name: 'InvalidPolicyDocument' });
    const wider = narrow.replace('kms:Decrypt', 'kms:*');
    await modify({ VpcEndpointId, PolicyDocument: wider });
    expect(await policy()).toBe(wider);
    await modify({ VpcEndpointId, ResetPolicy: true });
    expect(JSON.parse((await policy()) ?? '').Statement).toEqual([
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
    ]);
  });

  it('take no subnets of another VPC', async () => {
    const others = await subnetsOf(SEED.sharedVpc?.vpcId ?? '');
    expect(others).toHaveLength(3);
    await expect(
      create('kms', { SubnetIds: [others[0]] }),
    ).rejects.toMatchObject({ name: 'InvalidParameter' });
  });

  it('are as many as the quota allows, gateways aside', async () => {
    quotas.interfaceEndpointsPerVpc = 1;
    await create('kms');
    await expect(create('sts')).rejects.toMatchObject({
      name: 'VpcEndpointLimitExceeded',
    });
    await create('dynamodb', { VpcEndpointType: 'Gateway' });
    await create('sts', { VpcId: SEED.sharedVpc?.vpcId });
  });

  it('are tagged, untagged and listed in pages', async () => {
    const ids = [await create('kms'), await create('sts'), await create('ec2')];
    const Tags = [{ Key: 'owner', Value: 'me' }];
    await ec2.send(new CreateTagsCommand({ Resources: ids, Tags }));
    await ec2.send(new DeleteTagsCommand({ Resources: [ids[0]], Tags }));
    const pages = [];
    for await (const page of paginateDescribeVpcEndpoints(
      { client: ec2, pageSize: 1 },
      { Filters: [{ Name: 'tag:owner', Values: ['me'] }] },
    )) {
      pages.push(page.VpcEndpoints?.map(endpoint => endpoint.VpcEndpointId));
    }
    expect(pages).toEqual([[ids[1]], [ids[2]]]);
  });
});
