import type { RouteTable, Subnet } from '@aws-sdk/client-ec2';
import { InputError, isError } from '@backstage/errors';
import { isAwsError } from '../../connections/aws';

/** @throws InputError when EC2 knows no such subnet; any other error as it is */
export function refuseUnknownSubnets(error: unknown): never {
  if (isAwsError(error, 'InvalidSubnetID.NotFound') && isError(error)) {
    throw new InputError(
      `endpoints.subnetIds: ${error.message}; name subnets of the cluster's VPC`,
    );
  }
  throw error;
}

/** @throws InputError when subnets that the spec names are in another VPC, or two are in one zone */
export function refuseUnfitSubnets(
  subnets: readonly Subnet[],
  vpcId: string,
): void {
  const zones = new Map<string, string>();
  for (const subnet of subnets) {
    const { SubnetId: id = '', AvailabilityZone: zone = '' } = subnet;
    if (subnet.VpcId !== vpcId) {
      throw new InputError(
        `endpoints.subnetIds: ${id} is in ${subnet.VpcId}, the cluster is in ${vpcId}; name subnets of the cluster's VPC`,
      );
    }
    const other = zones.get(zone);
    if (other) {
      throw new InputError(
        `endpoints.subnetIds: ${other} and ${id} are both in ${zone}; an interface endpoint takes one subnet a zone, so leave one out`,
      );
    }
    zones.set(zone, id);
  }
}

/** @throws InputError when route tables that the spec names are not of the cluster's VPC */
export function refuseStrangeRouteTables(
  chosen: readonly string[],
  tables: readonly RouteTable[],
  vpcId: string,
): void {
  const known = tables.map(table => table.RouteTableId);
  const strange = chosen.filter(id => !known.includes(id));
  if (strange.length > 0) {
    throw new InputError(
      `endpoints.routeTableIds: ${strange.join(
        ', ',
      )} not found in ${vpcId}, the VPC of the cluster; name route tables of that VPC, or leave endpoints.routeTableIds out for those of the cluster's subnets`,
    );
  }
}
