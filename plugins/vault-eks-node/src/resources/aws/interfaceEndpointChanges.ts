import type { EC2Client, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Change } from '../../engine/ManagedResource';
import { EndpointPolicy, policyChanges } from './endpointPolicy';
import type { ZonedSubnet } from './network';
import { AwsTag, ownerIn, Ownership, tagChanges } from './ownership';
import type { LookAgain } from './unlessOvertaken';
import { EndpointChoice, EndpointService, waitingFor } from './vpcEndpoints';

/** How an interface endpoint is wanted. */
export interface InterfaceEndpointOptions {
  readonly client: EC2Client;
  readonly service: EndpointService;
  readonly choice: EndpointChoice;
  readonly ownership: Ownership;
  readonly vpcId: string;
  /** For example `com.amazonaws.eu-west-1.kms`. */
  readonly serviceName: string;
  readonly subnets: readonly ZonedSubnet[];
  /** Only for an endpoint that is made. */
  readonly securityGroupId?: string;
  readonly privateDns: boolean;
  /** Only for an endpoint that is made. */
  readonly policy: EndpointPolicy;
  /** Default: 15 seconds. */
  readonly lookAgain?: LookAgain;
}

/** The endpoint that is used, or that is in the way. */
export interface ObservedInterfaceEndpoint {
  /** Empty when there is none to use. */
  readonly id: string;
  readonly state: string;
  readonly tags: readonly AwsTag[];
  readonly privateDns: boolean;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly policy?: string;
  readonly dnsName?: string;
  /** Another endpoint of the service that has the regional name in this VPC. */
  readonly nameTakenBy?: string;
}

function toObserved(endpoint: VpcEndpoint): ObservedInterfaceEndpoint {
  const names = endpoint.DnsEntries?.flatMap(({ DnsName }) => DnsName ?? []);
  return {
    id: endpoint.VpcEndpointId ?? '',
    state: endpoint.State ?? '',
    tags: endpoint.Tags ?? [],
    privateDns: endpoint.PrivateDnsEnabled ?? false,
    subnetIds: endpoint.SubnetIds ?? [],
    groupIds: endpoint.Groups?.flatMap(group => group.GroupId ?? []) ?? [],
    policy: endpoint.PolicyDocument,
    // The regional name of the endpoint comes first, those of its zones and that of the service follow.
    dnsName: names?.find(name => name.startsWith('vpce-')) ?? names?.[0],
  };
}

const ABSENT: ObservedInterfaceEndpoint = {
  ...{ id: '', state: 'absent', privateDns: false },
  ...{ tags: [], subnetIds: [], groupIds: [] },
};

/**
 * The endpoint among those of the service that a run is about, or `undefined` when it makes a new one. One with private
 * DNS serves the whole VPC, so it is the one to use, and the one in the way of another.
 */
export function chooseInterface(
  found: readonly VpcEndpoint[],
  options: Pick<
    InterfaceEndpointOptions,
    'choice' | 'ownership' | 'privateDns'
  >,
): ObservedInterfaceEndpoint | undefined {
  const { choice, ownership, privateDns } = options;
  const named = found.find(endpoint => endpoint.PrivateDnsEnabled);
  if (choice === 'existing') {
    const used = named ?? found[0];
    return used ? toObserved(used) : ABSENT;
  }
  const ours = found.find(({ Tags }) => ownerIn(Tags) === ownership.owner);
  const used = ours ?? (privateDns ? named : undefined);
  return (
    used && {
      ...toObserved(used),
      nameTakenBy: named === used ? undefined : named?.VpcEndpointId,
    }
  );
}

/** What one list has that the other lacks. */
export const lacking = (wanted: readonly string[], found: readonly string[]) =>
  wanted.filter(id => !found.includes(id));

function memberChange(
  field: string,
  found: readonly string[],
  wanted: readonly string[],
): Change[] {
  const added = lacking(wanted, found);
  const removed = lacking(found, wanted);
  if (added.length + removed.length === 0) {
    return [];
  }
  const also = removed.length > 0 ? '' : 'also ';
  return [
    {
      field,
      from: removed.length > 0 ? removed.join(', ') : undefined,
      to: added.length > 0 ? `${also}${added.join(', ')}` : 'no longer',
    },
  ];
}

const nameTaken = (
  other: string,
  { service, vpcId }: InterfaceEndpointOptions,
): Change => ({
  field: 'privateDns',
  from: other,
  refusal: `${other} answers for ${service} in ${vpcId} already, and AWS allows one endpoint with private DNS. Choose endpoints.${service}: existing to use it, or endpoints.privateDns: false.`,
});

/** How the endpoint that was found differs from the one that is wanted. One of others is used as it is. */
export function interfaceChanges(
  observed: ObservedInterfaceEndpoint,
  options: InterfaceEndpointOptions,
): readonly Change[] {
  const { service, choice, ownership, vpcId, privateDns } = options;
  const { subnets, securityGroupId, policy } = options;
  const input = `endpoints.${service}`;
  if (observed.state === 'absent') {
    return [
      {
        field: input,
        from: 'existing',
        refusal: `there is no such endpoint in ${vpcId}. Choose ${input}: create.`,
      },
    ];
  }
  const waiting = waitingFor(observed.state);
  if (choice === 'existing') {
    return waiting;
  }
  if (ownerIn(observed.tags) !== ownership.owner) {
    return [nameTaken(observed.id, options)];
  }
  if (privateDns && !observed.privateDns && observed.nameTakenBy) {
    return [nameTaken(observed.nameTakenBy, options)];
  }
  if (waiting.length > 0) {
    return waiting;
  }
  return [
    ...tagChanges(observed.tags, ownership),
    ...memberChange(
      'subnets',
      observed.subnetIds,
      subnets.map(({ id }) => id),
    ),
    ...(securityGroupId
      ? memberChange('securityGroups', observed.groupIds, [securityGroupId])
      : []),
    ...policyChanges(observed.policy, policy, service),
    ...(observed.privateDns === privateDns
      ? []
      : [
          {
            field: 'privateDns',
            from: String(observed.privateDns),
            to: String(privateDns),
          },
        ]),
  ];
}
