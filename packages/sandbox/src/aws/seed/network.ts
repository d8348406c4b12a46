import { createHash } from 'node:crypto';
import type { Seed, SeededCluster } from '../../seed';
import type { SeededNode } from '../../world';
import type { Ec2State } from '../services/ec2/Ec2State';
import { rulesFrom } from '../services/ec2/securityGroupRules';

/** Puts the VPC of each cluster into EC2: subnets over three zones, route tables, security groups and nodes. */
export function seedNetwork(state: Ec2State, seed: Seed, now: Date): void {
  for (const cluster of seed.clusters) {
    if (!state.vpcs.get(cluster.vpcId)) {
      seedVpc(state, seed, cluster);
      seedSecurityGroups(state, seed, cluster);
      seedNodes(state, seed, cluster, now);
    }
  }
}

/** The security group that EKS makes for a cluster; nodes and pods are in it. */
export function clusterSecurityGroupId(cluster: SeededCluster): string {
  return idLike(cluster.vpcId, 'sg', 'c');
}

/** Private subnets hold the nodes; the numbers of public ones start a hundred higher. */
export function subnetsOf(cluster: SeededCluster) {
  const zones = new Map<string, SeededNode>();
  for (const node of cluster.nodes) {
    zones.set(node.zone, zones.get(node.zone) ?? node);
  }
  return [...zones.values()]
    .sort((a, b) => a.zone.localeCompare(b.zone))
    .map(node => {
      const [, network, third] = node.internalIp.split('.').map(Number);
      return {
        zone: node.zone,
        privateId: node.subnetId,
        privateCidr: `10.${network}.${third}.0/24`,
        publicId: node.subnetId.replace(/.$/, 'f'),
        publicCidr: `10.${network}.${third + 100}.0/24`,
        routeTableId: idLike(node.subnetId, 'rtb', node.zone.slice(-1)),
      };
    });
}

/** A stable id of its own for what belongs to another thing: seeds must be the same after every start. */
function idLike(id: string, prefix: string, which: string): string {
  const hash = createHash('sha256').update(`${id}/${prefix}/${which}`);
  return `${prefix}-0${hash.digest('hex').slice(0, 16)}`;
}

function seedVpc(state: Ec2State, seed: Seed, cluster: SeededCluster): void {
  const { account, region } = seed;
  const { vpcId, name } = cluster;
  const network = cluster.nodes[0].internalIp.split('.')[1];
  const cidr = `10.${network}.0.0/16`;
  const local = {
    DestinationCidrBlock: cidr,
    GatewayId: 'local',
    Origin: 'CreateRouteTable' as const,
    State: 'active' as const,
  };
  state.vpcs.set(vpcId, {
    region,
    VpcId: vpcId,
    CidrBlock: cidr,
    CidrBlockAssociationSet: [
      {
        AssociationId: idLike(vpcId, 'vpc-cidr-assoc', '1'),
        CidrBlock: cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    IsDefault: false,
    InstanceTenancy: 'default',
    OwnerId: account,
    State: 'available',
    Tags: [{ Key: 'Name', Value: name }],
    enableDnsSupport: true,
    enableDnsHostnames: true,
  });

  const subnets = subnetsOf(cluster);
  const mainId = idLike(vpcId, 'rtb', '0');
  const internetGateway = {
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: idLike(vpcId, 'igw', '0'),
    Origin: 'CreateRoute' as const,
    State: 'active' as const,
  };
  const associated = { AssociationState: { State: 'associated' as const } };
  state.routeTables.set(mainId, {
    region,
    RouteTableId: mainId,
    VpcId: vpcId,
    OwnerId: account,
    Routes: [local, internetGateway],
    Associations: [
      {
        ...associated,
        Main: true,
        RouteTableId: mainId,
        RouteTableAssociationId: idLike(vpcId, 'rtbassoc', '0'),
      },
      ...subnets.map(subnet => ({
        ...associated,
        Main: false,
        RouteTableId: mainId,
        SubnetId: subnet.publicId,
        RouteTableAssociationId: idLike(subnet.publicId, 'rtbassoc', 'f'),
      })),
    ],
    Tags: [{ Key: 'Name', Value: `${name}-public` }],
  });

  for (const subnet of subnets) {
    const zoneLetter = subnet.zone.slice(-1);
    const common = {
      region,
      VpcId: vpcId,
      AvailabilityZone: subnet.zone,
      AvailabilityZoneId: `euw1-az${zoneLetter.charCodeAt(0) - 96}`,
      AvailableIpAddressCount: 240,
      DefaultForAz: false,
      OwnerId: account,
      State: 'available' as const,
    };
    const arn = (id: string) => `arn:aws:ec2:${region}:${account}:subnet/${id}`;
    state.subnets.set(subnet.privateId, {
      ...common,
      SubnetId: subnet.privateId,
      SubnetArn: arn(subnet.privateId),
      CidrBlock: subnet.privateCidr,
      MapPublicIpOnLaunch: false,
      Tags: [
        { Key: 'Name', Value: `${name}-private-${zoneLetter}` },
        { Key: 'kubernetes.io/role/internal-elb', Value: '1' },
      ],
    });
    state.subnets.set(subnet.publicId, {
      ...common,
      SubnetId: subnet.publicId,
      SubnetArn: arn(subnet.publicId),
      CidrBlock: subnet.publicCidr,
      MapPublicIpOnLaunch: true,
      Tags: [
        { Key: 'Name', Value: `${name}-public-${zoneLetter}` },
        { Key: 'kubernetes.io/role/elb', Value: '1' },
      ],
    });
    state.routeTables.set(subnet.routeTableId, {
      region,
      RouteTableId: subnet.routeTableId,
      VpcId: vpcId,
      OwnerId: account,
      Routes: [
        local,
        {
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: idLike(subnet.publicId, 'nat', '0'),
          Origin: 'CreateRoute',
          State: 'active',
        },
      ],
      Associations: [
        {
          ...associated,
          Main: false,
          RouteTableId: subnet.routeTableId,
          SubnetId: subnet.privateId,
          RouteTableAssociationId: idLike(subnet.privateId, 'rtbassoc', '0'),
        },
      ],
      Tags: [{ Key: 'Name', Value: `${name}-private-${zoneLetter}` }],
    });
  }
}

function seedSecurityGroups(
  state: Ec2State,
  seed: Seed,
  cluster: SeededCluster,
): void {
  const { account, region } = seed;
  const groups = [
    {
      id: idLike(cluster.vpcId, 'sg', 'd'),
      name: 'default',
      description: 'default VPC security group',
      tags: [],
    },
    {
      id: clusterSecurityGroupId(cluster),
      name: `eks-cluster-sg-${cluster.name}-1234567890`,
      description:
        'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
      tags: [
        { Key: `kubernetes.io/cluster/${cluster.name}`, Value: 'owned' },
        { Key: 'aws:eks:cluster-name', Value: cluster.name },
      ],
    },
  ];
  for (const group of groups) {
    state.groups.set(group.id, {
      region,
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      VpcId: cluster.vpcId,
      OwnerId: account,
      SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${group.id}`,
      Tags: group.tags,
    });
    const base = { GroupId: group.id, GroupOwnerId: account };
    const rules = [
      ...rulesFrom(
        { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group.id }] },
        { ...base, IsEgress: false },
      ),
      ...rulesFrom(
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        { ...base, IsEgress: true },
      ),
    ];
    rules.forEach((rule, index) => {
      const id = idLike(group.id, 'sgr', `${group.id.slice(-1)}${index}`);
      state.rules.set(id, { ...rule, SecurityGroupRuleId: id, region });
    });
  }
}

function seedNodes(
  state: Ec2State,
  seed: Seed,
  cluster: SeededCluster,
  now: Date,
): void {
  const groupId = clusterSecurityGroupId(cluster);
  for (const node of cluster.nodes) {
    state.instances.set(node.instanceId, {
      region: seed.region,
      launchedAt: now.getTime(),
      InstanceId: node.instanceId,
      InstanceType: 'm6i.large',
      ImageId: 'ami-0123456789abcdef0',
      State: { Code: 16, Name: 'running' },
      Placement: { AvailabilityZone: node.zone, Tenancy: 'default' },
      PrivateDnsName: node.name,
      PrivateIpAddress: node.internalIp,
      SubnetId: node.subnetId,
      VpcId: cluster.vpcId,
      SecurityGroups: [
        { GroupId: groupId, GroupName: state.groups.get(groupId)?.GroupName },
      ],
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      Tags: [
        { Key: 'Name', Value: `${cluster.name}-workers` },
        { Key: `kubernetes.io/cluster/${cluster.name}`, Value: 'owned' },
        { Key: 'eks:cluster-name', Value: cluster.name },
        { Key: 'eks:nodegroup-name', Value: 'workers' },
      ],
    });
  }
}
