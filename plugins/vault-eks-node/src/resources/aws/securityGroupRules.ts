import type { IpPermission } from '@aws-sdk/client-ec2';

/** One rule of a security group: one source, as EC2 takes it to allow or revoke it. */
export interface IngressRule {
  /** For a person: `tcp 443 from sg-1`. */
  readonly words: string;
  readonly permission: IpPermission;
}

function portsOf({ IpProtocol = '-1', FromPort, ToPort }: IpPermission) {
  if (IpProtocol === '-1') {
    return 'everything';
  }
  return FromPort === ToPort
    ? `${IpProtocol} ${FromPort}`
    : `${IpProtocol} ${FromPort}-${ToPort}`;
}

/** Takes the permissions apart by which EC2 gathers the rules of the same ports. */
export function rulesOf(permissions: readonly IpPermission[]): IngressRule[] {
  return permissions.flatMap(permission => {
    const { IpProtocol, FromPort, ToPort } = permission;
    const rule = (source = '', of: IpPermission): IngressRule => ({
      words: `${portsOf(permission)} from ${source}`,
      permission: { IpProtocol, FromPort, ToPort, ...of },
    });
    const { IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs } =
      permission;
    return [
      ...(IpRanges ?? []).map(({ CidrIp }) =>
        rule(CidrIp, { IpRanges: [{ CidrIp }] }),
      ),
      ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) =>
        rule(CidrIpv6, { Ipv6Ranges: [{ CidrIpv6 }] }),
      ),
      ...(PrefixListIds ?? []).map(({ PrefixListId }) =>
        rule(PrefixListId, { PrefixListIds: [{ PrefixListId }] }),
      ),
      ...(UserIdGroupPairs ?? []).map(({ GroupId, UserId }) =>
        rule(GroupId, { UserIdGroupPairs: [{ GroupId, UserId }] }),
      ),
    ];
  });
}

/** The rules that let HTTPS in from each source. */
export function httpsFrom(sources: readonly string[]): IngressRule[] {
  return sources.flatMap(source =>
    rulesOf([
      {
        ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
        ...(source.startsWith('sg-')
          ? { UserIdGroupPairs: [{ GroupId: source }] }
          : { IpRanges: [{ CidrIp: source }] }),
      },
    ]),
  );
}

/** Whether a rule lets HTTPS in. */
export function allowsHttps({ permission }: IngressRule): boolean {
  const { IpProtocol, FromPort = 0, ToPort = 65535 } = permission;
  return (
    IpProtocol === '-1' ||
    (IpProtocol === 'tcp' && FromPort <= 443 && ToPort >= 443)
  );
}
