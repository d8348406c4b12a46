import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';

/** The rules that one permission stands for: one a source. */
export function rulesFrom(
  permission: IpPermission,
  base: SecurityGroupRule,
): SecurityGroupRule[] {
  const ports = {
    ...base,
    IpProtocol: permission.IpProtocol,
    FromPort: permission.FromPort ?? -1,
    ToPort: permission.ToPort ?? -1,
  };
  return [
    ...(permission.IpRanges ?? []).map(range => ({
      ...ports,
      CidrIpv4: range.CidrIp,
      Description: range.Description,
    })),
    ...(permission.Ipv6Ranges ?? []).map(range => ({
      ...ports,
      CidrIpv6: range.CidrIpv6,
      Description: range.Description,
    })),
    ...(permission.PrefixListIds ?? []).map(list => ({
      ...ports,
      PrefixListId: list.PrefixListId,
      Description: list.Description,
    })),
    ...(permission.UserIdGroupPairs ?? []).map(pair => ({
      ...ports,
      ReferencedGroupInfo: {
        GroupId: pair.GroupId,
        UserId: pair.UserId ?? base.GroupOwnerId,
      },
      Description: pair.Description,
    })),
  ];
}

/** Rules as DescribeSecurityGroups gathers them: by protocol and ports. */
export function permissionsFrom(
  rules: readonly SecurityGroupRule[],
): IpPermission[] {
  const byPorts = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) {
    const key = `${rule.IpProtocol}/${rule.FromPort}/${rule.ToPort}`;
    byPorts.set(key, [...(byPorts.get(key) ?? []), rule]);
  }
  return [...byPorts.values()].map(same => ({
    IpProtocol: same[0].IpProtocol,
    ...(same[0].IpProtocol !== '-1' && {
      FromPort: same[0].FromPort,
      ToPort: same[0].ToPort,
    }),
    IpRanges: same
      .filter(rule => rule.CidrIpv4)
      .map(rule => ({ CidrIp: rule.CidrIpv4, Description: rule.Description })),
    Ipv6Ranges: same
      .filter(rule => rule.CidrIpv6)
      .map(rule => ({
        CidrIpv6: rule.CidrIpv6,
        Description: rule.Description,
      })),
    PrefixListIds: same
      .filter(rule => rule.PrefixListId)
      .map(rule => ({
        PrefixListId: rule.PrefixListId,
        Description: rule.Description,
      })),
    UserIdGroupPairs: same
      .filter(rule => rule.ReferencedGroupInfo)
      .map(rule => ({
        GroupId: rule.ReferencedGroupInfo?.GroupId,
        UserId: rule.ReferencedGroupInfo?.UserId,
        Description: rule.Description,
      })),
  }));
}

/** The other side of a rule. */
export function peerOf(rule: SecurityGroupRule): string {
  return (
    rule.CidrIpv4 ??
    rule.CidrIpv6 ??
    rule.PrefixListId ??
    rule.ReferencedGroupInfo?.GroupId ??
    ''
  );
}

/** What makes two rules the same. */
export function identityOf(rule: SecurityGroupRule): string {
  return [
    rule.IsEgress,
    rule.IpProtocol,
    rule.FromPort,
    rule.ToPort,
    peerOf(rule),
  ].join('/');
}
