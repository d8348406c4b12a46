import type * as sdk from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import { pageOf } from '../../paging';
import type { CallContext, OperationsOf } from '../../Service';
import type { Ec2State } from './Ec2State';
import { byIds, notFound, select } from './select';

/** VPCs, subnets, route tables, instances and zones: read-only here. */
export function networkOperations(state: Ec2State): OperationsOf<typeof sdk> {
  return {
    DescribeVpcs: (input, { region }) => {
      const vpcs = byIds({
        items: state.vpcs,
        ids: input.VpcIds,
        region,
        notFound: notFound.vpc,
      });
      const page = ec2Page(
        select(vpcs, input.Filters, {
          'vpc-id': vpc => [vpc.VpcId],
          cidr: vpc => [vpc.CidrBlock],
          'cidr-block': vpc => [vpc.CidrBlock],
          state: vpc => [vpc.State],
          'is-default': vpc => [String(vpc.IsDefault)],
          isDefault: vpc => [String(vpc.IsDefault)],
        }),
        input,
      );
      return { Vpcs: page.items, NextToken: page.nextToken };
    },

    DescribeVpcAttribute: (input, { region }) => {
      const [vpc] = byIds({
        items: state.vpcs,
        ids: [input.VpcId ?? ''],
        region,
        notFound: notFound.vpc,
      });
      return {
        VpcId: vpc.VpcId,
        ...(input.Attribute === 'enableDnsSupport' && {
          EnableDnsSupport: { Value: vpc.enableDnsSupport },
        }),
        ...(input.Attribute === 'enableDnsHostnames' && {
          EnableDnsHostnames: { Value: vpc.enableDnsHostnames },
        }),
      };
    },

    ModifyVpcAttribute: input => {
      const vpc = state.vpcs.get(input.VpcId ?? '');
      if (!vpc) {
        throw notFound.vpc(input.VpcId ?? '');
      }
      state.vpcs.set(input.VpcId ?? '', {
        ...vpc,
        enableDnsSupport: input.EnableDnsSupport?.Value ?? vpc.enableDnsSupport,
        enableDnsHostnames:
          input.EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames,
      });
      return {};
    },

    DescribeSubnets: (input, { region }) => {
      const subnets = byIds({
        items: state.subnets,
        ids: input.SubnetIds,
        region,
        notFound: notFound.subnet,
      });
      const page = ec2Page(
        select(subnets, input.Filters, {
          'subnet-id': subnet => [subnet.SubnetId],
          'vpc-id': subnet => [subnet.VpcId],
          'availability-zone': subnet => [subnet.AvailabilityZone],
          availabilityZone: subnet => [subnet.AvailabilityZone],
          'cidr-block': subnet => [subnet.CidrBlock],
          state: subnet => [subnet.State],
          'map-public-ip-on-launch': subnet => [
            String(subnet.MapPublicIpOnLaunch),
          ],
        }),
        input,
      );
      return { Subnets: page.items, NextToken: page.nextToken };
    },

    DescribeRouteTables: (input, { region }) => {
      const tables = byIds({
        items: state.routeTables,
        ids: input.RouteTableIds,
        region,
        notFound: notFound.routeTable,
      });
      const page = ec2Page(
        select(tables, input.Filters, {
          'route-table-id': table => [table.RouteTableId],
          'vpc-id': table => [table.VpcId],
          'association.main': table =>
            (table.Associations ?? []).map(item => String(item.Main)),
          'association.subnet-id': table =>
            (table.Associations ?? []).map(item => item.SubnetId),
          'association.route-table-id': table =>
            (table.Associations ?? []).map(item => item.RouteTableId),
          'route.gateway-id': table =>
            (table.Routes ?? []).map(route => route.GatewayId),
          'route.destination-prefix-list-id': table =>
            (table.Routes ?? []).map(route => route.DestinationPrefixListId),
        }),
        input,
      );
      return { RouteTables: page.items, NextToken: page.nextToken };
    },

    DescribeInstances: (input, { region }) => {
      const instances = byIds({
        items: state.instances,
        ids: input.InstanceIds,
        region,
        notFound: notFound.instance,
      });
      const page = ec2Page(
        select(instances, input.Filters, {
          'instance-id': instance => [instance.InstanceId],
          'vpc-id': instance => [instance.VpcId],
          'subnet-id': instance => [instance.SubnetId],
          'instance-state-name': instance => [instance.State?.Name],
          'private-dns-name': instance => [instance.PrivateDnsName],
          'private-ip-address': instance => [instance.PrivateIpAddress],
          'availability-zone': instance => [
            instance.Placement?.AvailabilityZone,
          ],
          'instance.group-id': instance =>
            (instance.SecurityGroups ?? []).map(group => group.GroupId),
        }),
        input,
      );
      return {
        Reservations: page.items.map(instance => ({
          ReservationId: instance.InstanceId?.replace(/^i-/, 'r-'),
          OwnerId: state.vpcs.get(instance.VpcId ?? '')?.OwnerId,
          Instances: [
            { ...instance, LaunchTime: new Date(instance.launchedAt) },
          ],
        })),
        NextToken: page.nextToken,
      };
    },

    DescribeAvailabilityZones: (_input, { region }) => ({
      AvailabilityZones: ['a', 'b', 'c'].map((letter, index) => ({
        ZoneName: `${region}${letter}`,
        ZoneId: `${zoneIdPrefix(region)}-az${index + 1}`,
        RegionName: region,
        GroupName: region,
        NetworkBorderGroup: region,
        State: 'available' as const,
        OptInStatus: 'opt-in-not-required' as const,
        ZoneType: 'availability-zone',
        Messages: [],
      })),
    }),

    DescribeRegions: (_input, context) => ({
      Regions: regionsOf(context).map(name => ({
        RegionName: name,
        Endpoint: `ec2.${name}.amazonaws.com`,
        OptInStatus: 'opt-in-not-required',
      })),
    }),
  };
}

/** `eu-west-1` becomes `euw1`, as in the ids of zones. */
export function zoneIdPrefix(region: string): string {
  const [area, direction = '', number = ''] = region.split('-');
  return `${area}${direction.charAt(0)}${number}`;
}

/** A page by EC2's member names. */
export function ec2Page<T>(
  items: readonly T[],
  input: { readonly NextToken?: string; readonly MaxResults?: number },
) {
  return pageOf(items, {
    token: input.NextToken,
    limit: input.MaxResults ?? 1000,
    invalidToken: new AwsError(
      'InvalidParameterValue',
      'Unable to parse pagination token',
    ),
  });
}

function regionsOf({ region }: CallContext): readonly string[] {
  return [...new Set([region, 'eu-west-1', 'eu-central-1'])].sort();
}
