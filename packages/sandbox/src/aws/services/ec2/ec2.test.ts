import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  AuthorizeSecurityGroupIngressCommand,
  DeleteSecurityGroupCommand,
  DeleteVpcEndpointsCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
  RunInstancesCommand,
  paginateDescribeSubnets,
} from '@aws-sdk/client-ec2';
import { startAwsWorld, type AwsWorld } from '../../testing/awsWorld';
import { SEED } from '../../../seed';

const { vpcId } = SEED.clusters[0];
const kms = `com.amazonaws.${SEED.region}.kms`;
const dynamodb = `com.amazonaws.${SEED.region}.dynamodb`;

jest.setTimeout(60_000);

describe('EC2', () => {
  let world: AwsWorld;
  let ec2: EC2Client;

  beforeEach(async () => {
    world = await startAwsWorld();
    ec2 = new EC2Client(world.admin);
  });

  afterEach(async () => {
    ec2.destroy();
    await world.close();
  });

  const subnetsOf = async (kind: 'private' | 'public') => {
    const { Subnets: subnets = [] } = await ec2.send(
      new DescribeSubnetsCommand({
        Filters: [
          { Name: 'vpc-id', Values: [vpcId] },
          { Name: 'tag:Name', Values: [`*-${kind}-*`] },
        ],
      }),
    );
    return subnets.map(subnet => subnet.SubnetId ?? '');
  };

  it('has the seeded network: zones, attributes, routes and nodes', async () => {
    const { Vpcs: vpcs } = await ec2.send(
      new DescribeVpcsCommand({ VpcIds: [vpcId] }),
    );
    expect(vpcs).toEqual([
      expect.objectContaining({ VpcId: vpcId, IsDefault: false }),
    ]);
    const attribute = await ec2.send(
      new DescribeVpcAttributeCommand({
        VpcId: vpcId,
        Attribute: 'enableDnsHostnames',
      }),
    );
    expect(attribute.EnableDnsHostnames).toEqual({ Value: true });
    expect(await subnetsOf('private')).toHaveLength(3);

    const { RouteTables: tables = [] } = await ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      }),
    );
    expect(tables).toHaveLength(4);
    expect(
      tables.filter(table => table.Associations?.some(item => item.Main)),
    ).toHaveLength(1);
    const { Reservations: reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({
        Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      }),
    );
    expect(
      reservations.flatMap(item => item.Instances ?? [])[0].LaunchTime,
    ).toBeInstanceOf(Date);
  });

  it('pages', async () => {
    const seen: string[] = [];
    for await (const page of paginateDescribeSubnets(
      { client: ec2, pageSize: 5 },
      {},
    )) {
      expect(page.Subnets?.length).toBeLessThanOrEqual(5);
      seen.push(...(page.Subnets ?? []).map(subnet => subnet.SubnetId ?? ''));
    }
    expect(new Set(seen).size).toBe(15);
  });

  it('has nothing in another region', async () => {
    const elsewhere = new EC2Client({ ...world.admin, region: 'eu-central-1' });
    const { Vpcs: vpcs } = await elsewhere.send(new DescribeVpcsCommand({}));
    expect(vpcs).toEqual([]);
    await expect(
      elsewhere.send(new DescribeVpcsCommand({ VpcIds: [vpcId] })),
    ).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound' });
    elsewhere.destroy();
  });

  it('routes a gateway endpoint through its route tables, once each', async () => {
    const { RouteTables: tables = [] } = await ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      }),
    );
    const [first, second] = tables.map(table => table.RouteTableId ?? '');
    const create = new CreateVpcEndpointCommand({
      VpcId: vpcId,
      ServiceName: dynamodb,
      VpcEndpointType: 'Gateway',
      RouteTableIds: [first],
      TagSpecifications: [
        { ResourceType: 'vpc-endpoint', Tags: [{ Key: 'owner', Value: 'me' }] },
      ],
    });
    const { VpcEndpoint: endpoint } = await ec2.send(create);
    const id = endpoint?.VpcEndpointId ?? '';
    expect(endpoint).toMatchObject({
      State: 'available',
      RouteTableIds: [first],
      Tags: [{ Key: 'owner', Value: 'me' }],
    });
    await expect(ec2.send(create)).rejects.toMatchObject({
      name: 'RouteAlreadyExists',
    });

    await ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: id,
        AddRouteTableIds: [second],
      }),
    );
    const routed = async () => {
      const { RouteTables: found = [] } = await ec2.send(
        new DescribeRouteTablesCommand({
          Filters: [{ Name: 'route.gateway-id', Values: [id] }],
        }),
      );
      return found.map(table => table.RouteTableId).sort();
    };
    expect(await routed()).toEqual([first, second].sort());

    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    expect(await routed()).toEqual([]);
  });

  it('takes one private DNS name a VPC', async () => {
    const create = () =>
      ec2.send(
        new CreateVpcEndpointCommand({
          VpcId: vpcId,
          ServiceName: kms,
          VpcEndpointType: 'Interface',
          PrivateDnsEnabled: true,
        }),
      );
    const { VpcEndpoint: endpoint } = await create();
    expect(endpoint?.State).toBe('pending');
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: `private-dns-enabled cannot be set because there is already a conflicting DNS domain for kms.eu-west-1.amazonaws.com in the VPC ${vpcId}`,
    });
    const { VpcEndpoints: endpoints } = await ec2.send(
      new DescribeVpcEndpointsCommand({
        Filters: [
          { Name: 'vpc-id', Values: [vpcId] },
          { Name: 'service-name', Values: [kms] },
        ],
      }),
    );
    expect(endpoints).toEqual([
      expect.objectContaining({
        State: 'available',
        CreationTimestamp: expect.any(Date),
      }),
    ]);
  });

  it('lets an interface endpoint stay pending for a while when latency is realistic', async () => {
    await world.close();
    world = await startAwsWorld({ latency: 'realistic' });
    const client = new EC2Client(world.admin);
    await client.send(
      new CreateVpcEndpointCommand({
        VpcId: vpcId,
        ServiceName: kms,
        VpcEndpointType: 'Interface',
      }),
    );
    const { VpcEndpoints: endpoints } = await client.send(
      new DescribeVpcEndpointsCommand({}),
    );
    expect(endpoints?.map(endpoint => endpoint.State)).toEqual(['pending']);
    client.destroy();
  });

  it('wants one subnet a zone for an interface endpoint', async () => {
    const [privateSubnet] = await subnetsOf('private');
    const publicSubnet = privateSubnet.replace(/.$/, 'f');
    await expect(
      ec2.send(
        new CreateVpcEndpointCommand({
          VpcId: vpcId,
          ServiceName: kms,
          VpcEndpointType: 'Interface',
          SubnetIds: [privateSubnet, publicSubnet],
        }),
      ),
    ).rejects.toMatchObject({ name: 'DuplicateSubnetsInSameZone' });
  });

  it('refuses a tag key that is there twice', async () => {
    const Tags = [
      { Key: 'Name', Value: 'a' },
      { Key: 'Name', Value: 'b' },
    ];
    await expect(
      ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: 'twice',
          Description: 'tagged twice',
          VpcId: vpcId,
          TagSpecifications: [{ ResourceType: 'security-group', Tags }],
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: "Duplicate tag key 'Name' specified.",
    });
  });

  it('keeps a security group that an endpoint uses', async () => {
    const { GroupId: groupId = '' } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'vault-endpoints',
        Description: 'for the endpoints',
        VpcId: vpcId,
      }),
    );
    const permission = {
      GroupId: groupId,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '10.10.0.0/16', Description: 'the VPC' }],
        },
      ],
    };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(permission));
    await expect(
      ec2.send(new AuthorizeSecurityGroupIngressCommand(permission)),
    ).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
    const { SecurityGroups: groups } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }),
    );
    expect(groups?.[0].IpPermissions).toEqual([
      expect.objectContaining({
        FromPort: 443,
        IpRanges: [{ CidrIp: '10.10.0.0/16', Description: 'the VPC' }],
      }),
    ]);

    const { VpcEndpoint: endpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpcId,
        ServiceName: kms,
        VpcEndpointType: 'Interface',
        SecurityGroupIds: [groupId],
        SubnetIds: await subnetsOf('private'),
      }),
    );
    expect(endpoint?.NetworkInterfaceIds).toHaveLength(3);
    const remove = new DeleteSecurityGroupCommand({ GroupId: groupId });
    await expect(ec2.send(remove)).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    await ec2.send(
      new DeleteVpcEndpointsCommand({
        VpcEndpointIds: [endpoint?.VpcEndpointId ?? ''],
      }),
    );
    await ec2.send(remove);
  });

  it('tags anything', async () => {
    await ec2.send(
      new CreateTagsCommand({
        Resources: [vpcId],
        Tags: [{ Key: 'team', Value: 'platform & co' }],
      }),
    );
    const { Tags: tags } = await ec2.send(
      new DescribeTagsCommand({
        Filters: [
          { Name: 'resource-id', Values: [vpcId] },
          { Name: 'key', Values: ['team'] },
        ],
      }),
    );
    expect(tags).toEqual([
      {
        ResourceId: vpcId,
        ResourceType: 'vpc',
        Key: 'team',
        Value: 'platform & co',
      },
    ]);
  });

  it('says so when it does not serve an operation', async () => {
    await world.close();
    const unknown: string[] = [];
    world = await startAwsWorld({
      onUnknownOperation: (service, operation) =>
        unknown.push(`${service}:${operation}`),
    });
    const client = new EC2Client(world.admin);
    await expect(
      client.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1 })),
    ).rejects.toMatchObject({ name: 'InvalidAction' });
    expect(unknown).toEqual(['ec2:RunInstances']);
    client.destroy();
  });
});
