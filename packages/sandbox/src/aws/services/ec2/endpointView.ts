import type { DnsEntry, State, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Ec2State, EndpointRecord } from './Ec2State';
import type { EndpointService } from './endpointServices';

/** An endpoint as EC2 shows it now. */
export function shown(endpoint: EndpointRecord, now: Date): VpcEndpoint {
  const { createdAt, availableAt, goneAt, ...rest } = endpoint;
  let condition = 'available';
  if (goneAt !== undefined) {
    condition = 'deleting';
  } else if (now.getTime() < availableAt) {
    condition = 'pending';
  }
  return {
    ...rest,
    State: onTheWire(condition),
    CreationTimestamp: new Date(createdAt),
  };
}

/** EC2 writes states in lower case, whatever the capitals in its model say. */
export function onTheWire(condition: string): State {
  return condition as State;
}

/** The names that lead to an interface endpoint: of the region, of each of its zones, and with private DNS the service's own. */
export function dnsEntries(options: {
  readonly state: Ec2State;
  readonly id: string;
  readonly service: EndpointService;
  readonly region: string;
  readonly privateDns: boolean;
  readonly attachments: { readonly SubnetIds: readonly string[] };
}): DnsEntry[] {
  const { state, id, service, region, privateDns, attachments } = options;
  const label = service.serviceName.split('.').slice(3).join('.');
  const name = (first: string) =>
    `${first}.${label}.${region}.vpce.amazonaws.com`;
  const host = `${id}-${id.slice(-8)}`;
  const zones = attachments.SubnetIds.flatMap(
    subnet => state.subnets.get(subnet)?.AvailabilityZone ?? [],
  );
  return [
    ...[host, ...zones.sort().map(zone => `${host}-${zone}`)].map(first => ({
      DnsName: name(first),
      HostedZoneId: 'Z38GZ743OKFT7T',
    })),
    ...(privateDns
      ? [{ DnsName: service.privateDnsName, HostedZoneId: 'ZONEIDPENDING' }]
      : []),
  ];
}
