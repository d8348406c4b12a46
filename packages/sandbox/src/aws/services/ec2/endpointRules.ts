import { AwsError } from '../../AwsError';
import { resourceId } from '../../ids';
import type { CallContext } from '../../Service';
import type { Ec2State, EndpointRecord } from './Ec2State';
import type { EndpointService } from './endpointServices';
import { byIds, notFound } from './select';

/** Private DNS needs the VPC's DNS, and a name that no other endpoint of the VPC has taken. */
export function requireFreePrivateDns(
  state: Ec2State,
  endpoints: readonly EndpointRecord[],
  service: EndpointService,
  vpcId: string,
): void {
  const vpc = state.vpcs.get(vpcId);
  if (!vpc?.enableDnsSupport || !vpc.enableDnsHostnames) {
    throw new AwsError(
      'InvalidParameter',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
    );
  }
  const isTaken = endpoints.some(
    endpoint =>
      endpoint.VpcId === vpcId &&
      endpoint.ServiceName === service.serviceName &&
      endpoint.PrivateDnsEnabled,
  );
  if (isTaken) {
    throw new AwsError(
      'InvalidParameter',
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service.privateDnsName} in the VPC ${vpcId}`,
    );
  }
}

/** An interface endpoint has one network interface a zone. */
export function requireOneSubnetPerZone(
  state: Ec2State,
  subnetIds: readonly string[],
): void {
  const zones = new Set<string | undefined>();
  for (const id of subnetIds) {
    const zone = state.subnets.get(id)?.AvailabilityZone;
    if (zones.has(zone)) {
      throw new AwsError(
        'DuplicateSubnetsInSameZone',
        `Found another VPC endpoint subnet in the availability zone of ${id}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
      );
    }
    zones.add(zone);
  }
}

/** Checks what an endpoint is to be attached to, and says it in the words of the endpoint. */
export function attachmentsOf(
  state: Ec2State,
  { region }: CallContext,
  wanted: {
    readonly vpcId: string;
    readonly type: 'Gateway' | 'Interface';
    readonly subnetIds: readonly string[];
    readonly groupIds: readonly string[] | undefined;
    readonly routeTableIds: readonly string[];
  },
) {
  const inVpc = (
    items: readonly { readonly VpcId?: string }[],
    ids: readonly string[],
  ) => {
    if (items.some(item => item.VpcId !== wanted.vpcId)) {
      throw new AwsError(
        'InvalidParameter',
        `${ids.join(', ')} must all belong to the VPC ${wanted.vpcId}`,
      );
    }
  };
  if (wanted.type === 'Gateway') {
    const ids = [...wanted.routeTableIds];
    if (ids.length > 0) {
      inVpc(
        byIds({
          items: state.routeTables,
          ids,
          region,
          notFound: notFound.routeTable,
        }),
        ids,
      );
    }
    return {
      RouteTableIds: ids,
      SubnetIds: [],
      Groups: [],
      NetworkInterfaceIds: [],
    };
  }
  const subnetIds = [...wanted.subnetIds];
  if (subnetIds.length > 0) {
    inVpc(
      byIds({
        items: state.subnets,
        ids: subnetIds,
        region,
        notFound: notFound.subnet,
      }),
      subnetIds,
    );
  }
  requireOneSubnetPerZone(state, subnetIds);
  const groups = groupsOf(state, region, wanted.vpcId, wanted.groupIds);
  inVpc(
    groups,
    groups.map(group => group.GroupId ?? ''),
  );
  return {
    RouteTableIds: [],
    SubnetIds: subnetIds,
    Groups: groups.map(group => ({
      GroupId: group.GroupId,
      GroupName: group.GroupName,
    })),
    NetworkInterfaceIds: subnetIds.map(() => resourceId('eni')),
  };
}

function groupsOf(
  state: Ec2State,
  region: string,
  vpcId: string,
  groupIds: readonly string[] | undefined,
) {
  return groupIds && groupIds.length > 0
    ? byIds({
        items: state.groups,
        ids: groupIds,
        region,
        notFound: notFound.group,
      })
    : state.groups.filter(
        group => group.VpcId === vpcId && group.GroupName === 'default',
      );
}
