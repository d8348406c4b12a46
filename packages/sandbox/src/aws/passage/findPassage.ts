import { parsePolicy } from '../policy/PolicyDocument';
import type { Ec2State, EndpointRecord } from '../services/ec2/Ec2State';
import type { Origin, Passage } from './Passage';

/** A call that looks for its way. */
export interface Travelling {
  /** Name in credential scopes, which is that in endpoint services too. */
  readonly service: string;
  readonly region: string;
  /** Host that was called, without a port. */
  readonly host: string;
  /** Absent for a call from outside of every VPC. */
  readonly origin: Origin | undefined;
  readonly now: Date;
}

/** A name of an endpoint leads nowhere from here. */
export class NoWayError extends Error {}

const ownName = /^vpce-[^.]+\.[^.]+\..*\.vpce\.amazonaws\.com$/;

/**
 * The endpoint that a call comes through: the one whose own name was called; or the one with private DNS, which answers
 * for the service in its VPC; or the gateway that the route table of the subnet leads to. `undefined` is the way by the
 * internet, which no endpoint's policy is on.
 *
 * @throws NoWayError for the name of an endpoint that is not there, or not in the VPC of the caller
 */
export function findPassage(
  state: Ec2State,
  call: Travelling,
): Passage | undefined {
  const { service, region, host, origin, now } = call;
  const usable = state.endpoints.filter(
    endpoint =>
      endpoint.VpcId === origin?.vpcId &&
      endpoint.region === region &&
      endpoint.ServiceName === `com.amazonaws.${region}.${service}` &&
      endpoint.availableAt <= now.getTime() &&
      endpoint.goneAt === undefined,
  );
  if (ownName.test(host)) {
    const named = usable.find(({ DnsEntries }) =>
      DnsEntries?.some(({ DnsName }) => DnsName === host),
    );
    if (!named) {
      throw new NoWayError(`${host} leads to no endpoint of ${service} here`);
    }
    return passage(named, service);
  }
  const gateways = origin ? gatewaysFrom(state, origin) : [];
  const used =
    usable.find(({ PrivateDnsEnabled }) => PrivateDnsEnabled) ??
    usable.find(({ VpcEndpointId: id }) => gateways.includes(id));
  return used && passage(used, service);
}

/** What the routes of the subnet lead through; a subnet uses the table that names it, or else the main one of its VPC. */
function gatewaysFrom(state: Ec2State, { vpcId, subnetId }: Origin) {
  const tables = state.routeTables.filter(table => table.VpcId === vpcId);
  const own = tables.find(({ Associations }) =>
    Associations?.some(association => association.SubnetId === subnetId),
  );
  const main = tables.find(({ Associations }) =>
    Associations?.some(association => association.Main),
  );
  return ((own ?? main)?.Routes ?? []).map(route => route.GatewayId);
}

function passage(endpoint: EndpointRecord, service: string): Passage {
  const { VpcEndpointId, VpcEndpointType, VpcId, PolicyDocument } = endpoint;
  return {
    ...{ endpointId: VpcEndpointId ?? '', vpcId: VpcId ?? '', service },
    type: VpcEndpointType === 'Gateway' ? 'Gateway' : 'Interface',
    policy: parsePolicy(PolicyDocument ?? '') ?? { Statement: [] },
  };
}
