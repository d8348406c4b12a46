import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  DeleteSecurityGroupCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  IpPermission,
  ModifyVpcEndpointCommand,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { endpointSecurityGroup } from './endpointSecurityGroup';
import { gatewayEndpoint, GatewayEndpointOptions } from './gatewayEndpoint';
import {
  interfaceEndpoint,
  InterfaceEndpointOptions,
} from './interfaceEndpoint';
import type { AwsTag } from './ownership';
import { changesOf, OWNERSHIP, remove, settle } from './testing/lifecycle';

function fakeEc2() {
  const client = new EC2Client({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const endpoints: VpcEndpoint[] = [];
  const byId = (id: string) => endpoints.find(e => e.VpcEndpointId === id)!;
  mock.on(DescribeVpcEndpointsCommand).callsFake(({ Filters, NextToken }) => {
    const service = Filters.find(
      (f: { Name: string }) => f.Name === 'service-name',
    ).Values[0];
    const found = endpoints.filter(e => e.ServiceName === service);
    // What is pending on one look is available on the next.
    const answer = found.map(e => ({ ...e }));
    found.forEach(e => Object.assign(e, { State: 'available' }));
    return NextToken
      ? { VpcEndpoints: answer }
      : { VpcEndpoints: [], NextToken: 'more' };
  });
  mock.on(CreateVpcEndpointCommand).callsFake(input => {
    endpoints.push({
      VpcEndpointId: `vpce-${endpoints.length + 1}`,
      VpcEndpointType: input.VpcEndpointType,
      ServiceName: input.ServiceName,
      State: input.VpcEndpointType === 'Gateway' ? 'Available' : 'Pending',
      RouteTableIds: input.RouteTableIds,
      SubnetIds: input.SubnetIds,
      Groups: input.SecurityGroupIds?.map((GroupId: string) => ({ GroupId })),
      PrivateDnsEnabled: input.PrivateDnsEnabled,
      Tags: input.TagSpecifications?.[0].Tags,
      DnsEntries: [{ DnsName: 'vpce-1.kms.eu-west-1.vpce.amazonaws.com' }],
    });
    return {};
  });
  mock.on(ModifyVpcEndpointCommand).callsFake(input => {
    const endpoint = byId(input.VpcEndpointId);
    endpoint.RouteTableIds?.push(...(input.AddRouteTableIds ?? []));
    endpoint.SubnetIds?.push(...(input.AddSubnetIds ?? []));
    endpoint.PrivateDnsEnabled =
      input.PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled;
    return {};
  });
  mock.on(DeleteVpcEndpointsCommand).callsFake(({ VpcEndpointIds }) => {
    endpoints.splice(endpoints.indexOf(byId(VpcEndpointIds[0])), 1);
    return { Unsuccessful: [] };
  });
  return { client, mock, endpoints };
}

describe('gatewayEndpoint', () => {
  const SERVICE = 'com.amazonaws.eu-west-1.dynamodb';
  const setUp = () => {
    const ec2 = fakeEc2();
    const endpoint = (overrides: Partial<GatewayEndpointOptions> = {}) =>
      gatewayEndpoint({
        client: ec2.client,
        choice: 'create',
        ownership: OWNERSHIP,
        vpcId: 'vpc-1',
        serviceName: SERVICE,
        routeTableIds: ['rtb-1', 'rtb-2'],
        ...overrides,
      });
    const foreign = (RouteTableIds: string[]) =>
      ec2.endpoints.push({
        VpcEndpointId: 'vpce-foreign',
        VpcEndpointType: 'Gateway',
        ServiceName: SERVICE,
        State: 'Available',
        RouteTableIds,
      });
    return { ...ec2, endpoint, foreign };
  };

  it('creates it once, adds a new route table, deletes it', async () => {
    const { endpoints, endpoint } = setUp();
    expect((await settle(endpoint())).outcome).toBe('created');
    expect((await settle(endpoint())).outcome).toBe('kept');
    const more = endpoint({ routeTableIds: ['rtb-1', 'rtb-2', 'rtb-3'] });
    expect((await settle(more)).outcome).toBe('updated');
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0].RouteTableIds).toEqual(['rtb-1', 'rtb-2', 'rtb-3']);
    await remove(endpoint());
    expect(endpoints).toEqual([]);
  });

  it('gives one of others only the missing route tables, and only when told to use it', async () => {
    const { endpoints, endpoint, foreign } = setUp();
    foreign(['rtb-1']);
    expect((await changesOf(endpoint()))[0].refusal).toMatch(
      /vpce-foreign of others.*endpoints.dynamodb: existing/,
    );
    const existing = endpoint({ choice: 'existing' });
    expect((await settle(existing)).outcome).toBe('updated');
    expect(endpoints[0].RouteTableIds).toEqual(['rtb-1', 'rtb-2']);
    expect((await settle(existing)).outcome).toBe('adopted');
  });

  it('is not in the way of one in other route tables, and misses one to use', async () => {
    const { endpoints, endpoint, foreign } = setUp();
    expect(
      (await changesOf(endpoint({ choice: 'existing' })))[0].refusal,
    ).toMatch(/no such endpoint.*endpoints.dynamodb: create/);
    foreign(['rtb-9']);
    expect((await settle(endpoint())).outcome).toBe('created');
    expect(endpoints).toHaveLength(2);
  });
});

describe('interfaceEndpoint', () => {
  const SERVICE = 'com.amazonaws.eu-west-1.kms';
  const subnets = [
    { id: 'subnet-a', zone: 'eu-west-1a' },
    { id: 'subnet-b', zone: 'eu-west-1b' },
  ];
  const setUp = () => {
    const ec2 = fakeEc2();
    const endpoint = (overrides: Partial<InterfaceEndpointOptions> = {}) =>
      interfaceEndpoint({
        client: ec2.client,
        service: 'kms',
        choice: 'create',
        ownership: OWNERSHIP,
        vpcId: 'vpc-1',
        serviceName: SERVICE,
        subnets,
        securityGroupId: 'sg-1',
        privateDns: true,
        ...overrides,
      });
    const foreign = (PrivateDnsEnabled: boolean) =>
      ec2.endpoints.push({
        VpcEndpointId: 'vpce-foreign',
        VpcEndpointType: 'Interface',
        ServiceName: SERVICE,
        State: 'Available',
        PrivateDnsEnabled,
        DnsEntries: [{ DnsName: 'foreign.vpce.amazonaws.com' }],
      });
    return { ...ec2, endpoint, foreign };
  };

  it('creates it, waits until it is available, adds a subnet, deletes it', async () => {
    const { endpoints, endpoint } = setUp();
    const first = endpoint({ subnets: subnets.slice(0, 1) });
    const { outcome, observed } = await settle(first);
    expect(outcome).toBe('created');
    expect(observed.state).toBe('available');
    expect((await settle(endpoint())).outcome).toBe('updated');
    expect((await settle(endpoint())).outcome).toBe('kept');
    expect(endpoints[0].SubnetIds).toEqual(['subnet-a', 'subnet-b']);
    await remove(endpoint());
    expect(endpoints).toEqual([]);
  });

  it('finds a private DNS conflict before it creates anything', async () => {
    const { mock, endpoint, foreign } = setUp();
    foreign(true);
    expect((await changesOf(endpoint()))[0].refusal).toMatch(
      /vpce-foreign of others.*endpoints.kms: existing/,
    );
    await expect(settle(endpoint())).rejects.toThrow(/vpce-foreign/);
    expect(mock.commandCalls(CreateVpcEndpointCommand)).toHaveLength(0);
    expect((await settle(endpoint({ choice: 'existing' }))).outcome).toBe(
      'adopted',
    );
  });

  it('tells where the endpoint is when its regional name does not', async () => {
    const { endpoint } = setUp();
    const without = endpoint({ privateDns: false });
    const { observed } = await settle(without);
    expect(without.output(observed).url).toBe(
      'https://vpce-1.kms.eu-west-1.vpce.amazonaws.com',
    );
    expect((await settle(endpoint())).outcome).toBe('updated');
  });

  it('misses one to use', async () => {
    const { endpoint } = setUp();
    expect(
      (await changesOf(endpoint({ choice: 'existing' })))[0].refusal,
    ).toMatch(/endpoints.kms: create/);
  });
});

describe('endpointSecurityGroup', () => {
  const setUp = () => {
    const client = new EC2Client({ region: 'eu-west-1' });
    const mock = mockClient(client);
    const state: {
      group?: {
        GroupId: string;
        IpPermissions: IpPermission[];
        Tags: AwsTag[];
      };
    } = {};
    mock
      .on(DescribeSecurityGroupsCommand)
      .callsFake(() => ({ SecurityGroups: state.group ? [state.group] : [] }));
    mock.on(CreateSecurityGroupCommand).callsFake(input => {
      const { Tags } = input.TagSpecifications[0];
      state.group = { GroupId: 'sg-1', IpPermissions: [], Tags };
      return {};
    });
    mock
      .on(AuthorizeSecurityGroupIngressCommand)
      .callsFake(({ IpPermissions }) => {
        state.group?.IpPermissions.push(...IpPermissions);
        return {};
      });
    mock.on(DeleteSecurityGroupCommand).callsFake(() => {
      state.group = undefined;
      return {};
    });
    const group = (cidrs: string[], groupIds: string[] = []) =>
      endpointSecurityGroup({
        client,
        name: 'endpoints',
        ownership: OWNERSHIP,
        vpcId: 'vpc-1',
        sources: { cidrs, groupIds },
      });
    return { state, group };
  };

  it('lets HTTPS in from the sources and nothing else', async () => {
    const { state, group } = setUp();
    expect((await settle(group(['10.0.0.0/16']))).outcome).toBe('created');
    expect(state.group?.IpPermissions).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '10.0.0.0/16' }],
        UserIdGroupPairs: undefined,
      },
    ]);
    expect((await settle(group(['10.0.0.0/16']))).outcome).toBe('kept');
    const more = group(['10.0.0.0/16'], ['sg-9']);
    expect((await settle(more)).outcome).toBe('updated');
    await remove(more);
    expect(state.group).toBeUndefined();
  });

  it('leaves a group of others alone', async () => {
    const { state, group } = setUp();
    state.group = { GroupId: 'sg-9', IpPermissions: [], Tags: [] };
    expect((await changesOf(group(['10.0.0.0/16'])))[0].refusal).toMatch(
      /sg-9/,
    );
  });
});
