import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { readNetwork } from './network';
import { awsError } from './testing/lifecycle';

const subnet = (id: string, zone: string, vpc = 'vpc-1') => ({
  SubnetId: id,
  AvailabilityZone: zone,
  VpcId: vpc,
});

const SUBNETS = [
  subnet('subnet-b2', 'b'),
  subnet('subnet-a1', 'a'),
  subnet('subnet-b1', 'b'),
  subnet('subnet-x', 'a', 'vpc-2'),
];

function read(endpoints: { subnetIds?: string[]; routeTableIds?: string[] }) {
  const client = new EC2Client({ region: 'eu-west-1' });
  const mock = mockClient(client);
  mock.on(DescribeVpcsCommand).resolves({
    Vpcs: [
      {
        VpcId: 'vpc-1',
        CidrBlockAssociationSet: [
          { CidrBlock: '10.0.0.0/16' },
          { CidrBlock: '100.64.0.0/16' },
        ],
      },
    ],
  });
  mock
    .on(DescribeVpcAttributeCommand)
    .callsFake(({ Attribute }) =>
      Attribute === 'enableDnsSupport'
        ? { EnableDnsSupport: { Value: true } }
        : { EnableDnsHostnames: { Value: false } },
    );
  mock.on(DescribeSubnetsCommand).callsFake(({ SubnetIds }) => {
    if (SubnetIds.includes('subnet-none')) {
      throw awsError('InvalidSubnetID.NotFound', 'subnet-none does not exist');
    }
    return { Subnets: SUBNETS.filter(s => SubnetIds.includes(s.SubnetId)) };
  });
  const main = { RouteTableId: 'rtb-main', Associations: [{ Main: true }] };
  const own = {
    RouteTableId: 'rtb-a',
    Associations: [{ SubnetId: 'subnet-a1' }],
  };
  mock
    .on(DescribeRouteTablesCommand)
    .callsFake(({ NextToken }) =>
      NextToken
        ? { RouteTables: [own] }
        : { RouteTables: [main], NextToken: 'more' },
    );
  return readNetwork({
    ec2: client,
    cluster: {
      vpcId: 'vpc-1',
      subnetIds: ['subnet-a1', 'subnet-b1', 'subnet-b2'],
    },
    endpoints: { subnetIds: [], routeTableIds: [], ...endpoints },
    signal: new AbortController().signal,
  });
}

describe('readNetwork', () => {
  it('takes the first subnet of each zone and the route tables in use', async () => {
    expect(await read({})).toEqual({
      vpcId: 'vpc-1',
      cidrs: ['10.0.0.0/16', '100.64.0.0/16'],
      dnsSupport: true,
      dnsHostnames: false,
      endpointSubnets: [
        { zone: 'a', id: 'subnet-a1' },
        { zone: 'b', id: 'subnet-b1' },
      ],
      routeTableIds: ['rtb-a', 'rtb-main'],
    });
  });

  it('takes what the spec names', async () => {
    const network = await read({
      subnetIds: ['subnet-b2'],
      routeTableIds: ['rtb-a'],
    });
    expect(network.endpointSubnets).toEqual([{ zone: 'b', id: 'subnet-b2' }]);
    expect(network.routeTableIds).toEqual(['rtb-a']);
  });

  it('refuses subnets of another VPC, two of a zone, and strange route tables', async () => {
    await expect(read({ subnetIds: ['subnet-x'] })).rejects.toThrow(
      /endpoints.subnetIds: subnet-x is in vpc-2/,
    );
    await expect(
      read({ subnetIds: ['subnet-b1', 'subnet-b2'] }),
    ).rejects.toThrow(
      /both in b; an interface endpoint takes one subnet a zone, so leave one out/,
    );
    await expect(read({ subnetIds: ['subnet-none'] })).rejects.toMatchObject({
      name: 'InputError',
      message:
        "endpoints.subnetIds: subnet-none does not exist; name subnets of the cluster's VPC",
    });
    await expect(read({ routeTableIds: ['rtb-z'] })).rejects.toThrow(
      /endpoints.routeTableIds: rtb-z not found in vpc-1.*name route tables of that VPC/,
    );
  });
});
