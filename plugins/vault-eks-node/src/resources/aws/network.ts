import {
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  paginateDescribeRouteTables,
  paginateDescribeSubnets,
  RouteTable,
  Subnet,
} from '@aws-sdk/client-ec2';
import { NotFoundError } from '@backstage/errors';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { EksCluster } from '../../connections/eks';
import {
  refuseStrangeRouteTables,
  refuseUnfitSubnets,
  refuseUnknownSubnets,
} from './namedPlaces';

/** A subnet and its availability zone. */
export interface ZonedSubnet {
  readonly id: string;
  readonly zone: string;
}

/** The part of the VPC that the endpoints are made in. */
export interface Network {
  readonly vpcId: string;
  readonly cidrs: readonly string[];
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  /** For interface endpoints: one subnet a zone. */
  readonly endpointSubnets: readonly ZonedSubnet[];
  /** For gateway endpoints: every route table that a subnet of the cluster uses. */
  readonly routeTableIds: readonly string[];
}

/** The subnets of these ids. */
export async function describeSubnets(
  ec2: EC2Client,
  SubnetIds: string[],
  signal: AbortSignal,
): Promise<Subnet[]> {
  const subnets: Subnet[] = [];
  for await (const page of paginateDescribeSubnets(
    { client: ec2 },
    { SubnetIds },
    { abortSignal: signal },
  )) {
    subnets.push(...(page.Subnets ?? []));
  }
  return subnets;
}

/** All route tables of the VPC. */
export async function describeRouteTables(
  ec2: EC2Client,
  vpcId: string,
  signal: AbortSignal,
): Promise<RouteTable[]> {
  const tables: RouteTable[] = [];
  for await (const page of paginateDescribeRouteTables(
    { client: ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] },
    { abortSignal: signal },
  )) {
    tables.push(...(page.RouteTables ?? []));
  }
  return tables;
}

/** The first subnet of each zone, by id, so that every run chooses the same. */
export function onePerZone(subnets: readonly Subnet[]): ZonedSubnet[] {
  const byZone = new Map<string, string>();
  const sorted = [...subnets].sort((a, b) =>
    (a.SubnetId ?? '').localeCompare(b.SubnetId ?? ''),
  );
  for (const { SubnetId, AvailabilityZone } of sorted) {
    if (SubnetId && AvailabilityZone && !byZone.has(AvailabilityZone)) {
      byZone.set(AvailabilityZone, SubnetId);
    }
  }
  return [...byZone].map(([zone, id]) => ({ zone, id }));
}

/** A subnet uses the table that names it, or else the VPC's main one. */
export function routeTablesOf(
  subnetIds: readonly string[],
  tables: readonly RouteTable[],
): string[] {
  const main = tables.find(t => t.Associations?.some(a => a.Main));
  const used = subnetIds.flatMap(subnetId => {
    const own = tables.find(t =>
      t.Associations?.some(a => a.SubnetId === subnetId),
    );
    return (own ?? main)?.RouteTableId ?? [];
  });
  return [...new Set(used)].sort();
}

/**
 * Finds where the endpoints go: what the spec names, else derived from the cluster's subnets.
 *
 * @throws InputError when the spec names subnets or route tables that cannot work
 */
export async function readNetwork(options: {
  readonly ec2: EC2Client;
  readonly cluster: Pick<EksCluster, 'vpcId' | 'subnetIds'>;
  readonly endpoints: Pick<
    VaultClusterSpec['endpoints'],
    'subnetIds' | 'routeTableIds'
  >;
  readonly signal: AbortSignal;
}): Promise<Network> {
  const { ec2, cluster, endpoints, signal } = options;
  const { vpcId } = cluster;
  const send = { abortSignal: signal };
  const attribute = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
    ec2.send(
      new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute }),
      send,
    );

  const [vpcs, support, hostnames, own, chosen, tables] = await Promise.all([
    ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }), send),
    attribute('enableDnsSupport'),
    attribute('enableDnsHostnames'),
    describeSubnets(ec2, [...cluster.subnetIds], signal),
    endpoints.subnetIds.length > 0
      ? describeSubnets(ec2, endpoints.subnetIds, signal).catch(
          refuseUnknownSubnets,
        )
      : [],
    describeRouteTables(ec2, vpcId, signal),
  ]);
  const vpc = vpcs.Vpcs?.[0];
  if (!vpc) {
    throw new NotFoundError(`There is no VPC ${vpcId} in this account`);
  }
  refuseStrangeRouteTables(endpoints.routeTableIds, tables, vpcId);
  refuseUnfitSubnets(chosen, vpcId);
  const associated = vpc.CidrBlockAssociationSet?.flatMap(
    block => block.CidrBlock ?? [],
  );
  return {
    vpcId,
    cidrs: associated?.length ? associated : [vpc.CidrBlock ?? ''],
    dnsSupport: support.EnableDnsSupport?.Value ?? false,
    dnsHostnames: hostnames.EnableDnsHostnames?.Value ?? false,
    endpointSubnets: onePerZone(chosen.length > 0 ? chosen : own),
    routeTableIds:
      endpoints.routeTableIds.length > 0
        ? [...endpoints.routeTableIds]
        : routeTablesOf(cluster.subnetIds, tables),
  };
}
