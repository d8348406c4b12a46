import type { State, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { EndpointRecord } from './Ec2State';
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

/** The names that lead to an interface endpoint. */
export function dnsEntries(
  id: string,
  service: EndpointService,
  region: string,
  isPrivate: boolean,
) {
  const label = service.serviceName.split('.').slice(3).join('.');
  return [
    {
      DnsName: `${id}-${id.slice(-8)}.${label}.${region}.vpce.amazonaws.com`,
      HostedZoneId: 'Z38GZ743OKFT7T',
    },
    ...(isPrivate
      ? [{ DnsName: service.privateDnsName, HostedZoneId: 'ZONEIDPENDING' }]
      : []),
  ];
}
