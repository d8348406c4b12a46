import {
  paginateDescribeSubnets,
  type Subnet,
  type Tag,
} from '@aws-sdk/client-ec2';
import type {
  ClusterNetwork,
  FoundRouteTable,
  FoundSubnet,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AwsConnection } from '../connections/aws';
import { describeCluster } from '../connections/eks';
import { describeRouteTables, routeTablesOf } from '../resources/aws/network';

const nameIn = (tags: readonly Tag[] | undefined) =>
  tags?.find(({ Key }) => Key === 'Name')?.Value || undefined;

async function subnetsOf(
  { ec2 }: AwsConnection,
  vpcId: string,
  signal: AbortSignal,
): Promise<Subnet[]> {
  const subnets: Subnet[] = [];
  for await (const page of paginateDescribeSubnets(
    { client: ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] },
    { abortSignal: signal },
  )) {
    subnets.push(...(page.Subnets ?? []));
  }
  return subnets;
}

/** The cluster's own first, then by name or id. */
const ownFirst = (
  a: FoundSubnet | FoundRouteTable,
  b: FoundSubnet | FoundRouteTable,
) =>
  Number(b.ofCluster) - Number(a.ofCluster) ||
  (a.name ?? a.id).localeCompare(b.name ?? b.id);

/**
 * Subnets and route tables of the VPC of a cluster.
 *
 * @throws NotFoundError when there is no such cluster
 */
export async function readClusterNetwork(
  aws: AwsConnection,
  name: string,
  signal: AbortSignal,
): Promise<ClusterNetwork> {
  const { vpcId, subnetIds } = await describeCluster({ aws, name, signal });
  const [subnets, tables] = await Promise.all([
    subnetsOf(aws, vpcId, signal),
    describeRouteTables(aws.ec2, vpcId, signal),
  ]);
  const used = routeTablesOf(subnetIds, tables);
  return {
    vpcId,
    subnets: subnets
      .map(
        ({ SubnetId: id = '', Tags, ...subnet }): FoundSubnet => ({
          id,
          name: nameIn(Tags),
          zone: subnet.AvailabilityZone ?? '',
          cidr: subnet.CidrBlock,
          freeAddresses: subnet.AvailableIpAddressCount,
          ofCluster: subnetIds.includes(id),
        }),
      )
      .sort(ownFirst),
    routeTables: tables
      .map(
        ({ RouteTableId: id = '', Tags, Associations }): FoundRouteTable => ({
          id,
          name: nameIn(Tags),
          main: Associations?.some(({ Main }) => Main) ?? false,
          ofCluster: used.includes(id),
        }),
      )
      .sort(ownFirst),
  };
}
