import type { Seed } from '../../seed';
import type { Ec2State } from '../services/ec2/Ec2State';

/** Puts a VPC without any cluster into EC2: private subnets, one a zone, and one route table for all of them. */
export function seedSharedVpc(state: Ec2State, seed: Seed): void {
  const { account, region, sharedVpc } = seed;
  if (!sharedVpc || state.vpcs.get(sharedVpc.vpcId)) {
    return;
  }
  const { vpcId, name, cidr, subnets, routeTableId } = sharedVpc;
  const associationId = (which: string) =>
    `${routeTableId.replace('rtb-', 'rtbassoc-').slice(0, -1)}${which}`;
  const owned = { region, VpcId: vpcId, OwnerId: account };
  state.vpcs.set(vpcId, {
    ...owned,
    CidrBlock: cidr,
    IsDefault: false,
    InstanceTenancy: 'default',
    State: 'available',
    Tags: [{ Key: 'Name', Value: name }],
    enableDnsSupport: true,
    enableDnsHostnames: true,
  });
  for (const subnet of subnets) {
    state.subnets.set(subnet.id, {
      ...owned,
      SubnetId: subnet.id,
      SubnetArn: `arn:aws:ec2:${region}:${account}:subnet/${subnet.id}`,
      AvailabilityZone: subnet.zone,
      CidrBlock: subnet.cidr,
      AvailableIpAddressCount: 240,
      DefaultForAz: false,
      MapPublicIpOnLaunch: false,
      State: 'available',
      Tags: [{ Key: 'Name', Value: `${name}-${subnet.zone.slice(-1)}` }],
    });
  }
  state.routeTables.set(routeTableId, {
    ...owned,
    RouteTableId: routeTableId,
    Routes: [
      {
        DestinationCidrBlock: cidr,
        GatewayId: 'local',
        Origin: 'CreateRouteTable',
        State: 'active',
      },
    ],
    Associations: [
      {
        Main: true,
        RouteTableId: routeTableId,
        RouteTableAssociationId: associationId('f'),
        AssociationState: { State: 'associated' },
      },
      ...subnets.map((subnet, index) => ({
        Main: false,
        RouteTableId: routeTableId,
        SubnetId: subnet.id,
        RouteTableAssociationId: associationId(String(index)),
        AssociationState: { State: 'associated' as const },
      })),
    ],
    Tags: [{ Key: 'Name', Value: name }],
  });
  const groupId = `sg-${vpcId.slice('vpc-'.length)}`;
  state.groups.set(groupId, {
    ...owned,
    GroupId: groupId,
    GroupName: 'default',
    Description: 'default VPC security group',
    SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${groupId}`,
    Tags: [],
  });
}
