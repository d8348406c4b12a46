import { BlockList } from 'node:net';
import { EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { allowsHttps, IngressRule, rulesOf } from '../../../resources/aws';
import type { PreflightContext } from '../../PreflightCheck';

/** Whether all of one IPv4 range lies in another. */
function contains(outer: string, inner: string): boolean {
  const [outerNet, outerBits] = outer.split('/');
  const [innerNet, innerBits] = inner.split('/');
  const block = new BlockList();
  block.addSubnet(outerNet, Number(outerBits), 'ipv4');
  return (
    Number(outerBits) <= Number(innerBits) && block.check(innerNet, 'ipv4')
  );
}

/** The rules of security groups that let HTTPS in. */
export async function httpsRules(
  client: EC2Client,
  GroupIds: string[],
  signal: AbortSignal,
): Promise<IngressRule[]> {
  const rules: IngressRule[] = [];
  for await (const page of paginateDescribeSecurityGroups(
    { client },
    { GroupIds },
    { abortSignal: signal },
  )) {
    rules.push(
      ...(page.SecurityGroups ?? []).flatMap(({ IpPermissions = [] }) =>
        rulesOf(IpPermissions),
      ),
    );
  }
  return rules.filter(allowsHttps);
}

/**
 * Whether these rules let the nodes in: they name a security group of the cluster or cover the VPC. What a prefix list
 * holds is not looked at, so it gets the benefit of the doubt.
 */
export function letsClusterIn(
  rules: readonly IngressRule[],
  { cluster, network }: Pick<PreflightContext, 'cluster' | 'network'>,
): boolean {
  const { clusterSecurityGroupId, securityGroupIds } = cluster;
  const groups = [clusterSecurityGroupId, ...securityGroupIds];
  const ranges = rules.flatMap(({ permission }) =>
    (permission.IpRanges ?? []).flatMap(({ CidrIp }) => CidrIp ?? []),
  );
  return (
    rules.some(({ permission }) => permission.PrefixListIds?.length) ||
    rules.some(({ permission }) =>
      permission.UserIdGroupPairs?.some(({ GroupId }) =>
        groups.includes(GroupId),
      ),
    ) ||
    network.cidrs.every(cidr => ranges.some(range => contains(range, cidr)))
  );
}
