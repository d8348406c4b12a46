import type { EC2Client, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Change } from '../../engine/ManagedResource';
import { EndpointPolicy, policyChanges } from './endpointPolicy';
import {
  AwsTag,
  neverChanged,
  ownerIn,
  Ownership,
  tagChanges,
  wasAdopted,
} from './ownership';
import { EndpointChoice, waitingFor } from './vpcEndpoints';

/** How the gateway endpoint is wanted. */
export interface GatewayEndpointOptions {
  readonly client: EC2Client;
  readonly choice: EndpointChoice;
  readonly ownership: Ownership;
  readonly vpcId: string;
  /** For example `com.amazonaws.eu-west-1.dynamodb`. */
  readonly serviceName: string;
  readonly routeTableIds: readonly string[];
  /** Only for an endpoint that is made. */
  readonly policy: EndpointPolicy;
}

/** The endpoint that is used, and the route tables that are not free for it. */
export interface ObservedGatewayEndpoint {
  /** Empty when there is none to use. */
  readonly id: string;
  readonly state: string;
  readonly tags: readonly AwsTag[];
  readonly routeTableIds: readonly string[];
  readonly policy?: string;
  /** Wanted route tables that another endpoint of the service serves, by the id of that endpoint. */
  readonly servedByOthers: Readonly<Record<string, string>>;
}

const INPUT = 'endpoints.dynamodb';

/** The endpoint among those of the service that a run is about, or `undefined` when it makes a new one. */
export function chooseGateway(
  found: readonly VpcEndpoint[],
  options: Pick<
    GatewayEndpointOptions,
    'choice' | 'ownership' | 'routeTableIds'
  >,
): ObservedGatewayEndpoint | undefined {
  const { choice, ownership, routeTableIds } = options;
  const tablesOf = ({ RouteTableIds = [] }: VpcEndpoint) =>
    RouteTableIds.filter(id => routeTableIds.includes(id));
  const serving = [...found]
    .filter(endpoint => tablesOf(endpoint).length > 0)
    .sort((a, b) => tablesOf(b).length - tablesOf(a).length);
  const used =
    found.find(({ Tags }) => ownerIn(Tags) === ownership.owner) ??
    serving[0] ??
    (choice === 'existing' ? found[0] : undefined);
  if (!used && choice === 'create') {
    return undefined;
  }
  return {
    id: used?.VpcEndpointId ?? '',
    state: used?.State ?? 'absent',
    tags: used?.Tags ?? [],
    routeTableIds: used?.RouteTableIds ?? [],
    policy: used?.PolicyDocument,
    servedByOthers: Object.fromEntries(
      serving
        .filter(endpoint => endpoint !== used)
        .flatMap(endpoint =>
          tablesOf(endpoint).map(id => [id, endpoint.VpcEndpointId ?? '']),
        ),
    ),
  };
}

/** The wanted route tables that no endpoint of the service serves yet. */
export function missingRouteTables(
  { routeTableIds, servedByOthers }: ObservedGatewayEndpoint,
  options: Pick<GatewayEndpointOptions, 'routeTableIds'>,
): string[] {
  return options.routeTableIds.filter(
    id => !routeTableIds.includes(id) && !servedByOthers[id],
  );
}

function changesOfOthers(
  observed: ObservedGatewayEndpoint,
  options: GatewayEndpointOptions,
): readonly Change[] {
  const { choice, ownership } = options;
  const { id, tags, routeTableIds } = observed;
  const owner = ownerIn(tags);
  if (choice === 'create') {
    const whose = owner ? `of the Vault ${owner}` : 'of others';
    const served = options.routeTableIds.filter(t => routeTableIds.includes(t));
    return [
      {
        field: 'owner',
        from: owner ?? '(not ours)',
        to: ownership.owner,
        refusal: `${id} ${whose} serves ${served.join(
          ', ',
        )} already, and a route table takes one endpoint of a service. Choose ${INPUT}: existing to use it.`,
      },
    ];
  }
  const missing = missingRouteTables(observed, options);
  if (missing.length === 0) {
    return waitingFor(observed.state);
  }
  const tables = { field: 'routeTables', to: `also ${missing.join(', ')}` };
  const byHand = `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${id} --add-route-table-ids ${missing.join(
    ' ',
  )}`;
  if (owner !== undefined) {
    return [
      {
        ...tables,
        refusal: `${id} lacks ${missing.join(
          ', ',
        )}, and it belongs to the Vault ${owner}, so it is not changed. Add them by hand: ${byHand}`,
      },
    ];
  }
  if (!ownership.adopt) {
    return [
      {
        ...tables,
        refusal: `It lacks ${missing.join(', ')}. ${neverChanged(
          id,
        )} By hand: ${byHand}`,
      },
    ];
  }
  const waiting = waitingFor(observed.state);
  return waiting.length > 0
    ? waiting
    : [
        {
          field: 'owner',
          from: '(not ours)',
          to: ownership.owner,
          adopts: true,
        },
        tables,
      ];
}

/** How the endpoint that was found differs from the one that is wanted. */
export function gatewayChanges(
  observed: ObservedGatewayEndpoint,
  options: GatewayEndpointOptions,
): readonly Change[] {
  const { choice, ownership, vpcId, policy } = options;
  const { id, state, tags, servedByOthers } = observed;
  if (state === 'absent') {
    return [
      {
        field: INPUT,
        from: 'existing',
        refusal: `there is no such endpoint in ${vpcId}. Choose ${INPUT}: create.`,
      },
    ];
  }
  if (ownerIn(tags) !== ownership.owner) {
    return changesOfOthers(observed, options);
  }
  const taken = Object.entries(servedByOthers);
  if (choice === 'create' && taken.length > 0) {
    const which = taken.map(([table, other]) => `${other} serves ${table}`);
    return [
      {
        field: 'routeTables',
        to: `also ${taken.map(([table]) => table).join(', ')}`,
        refusal: `${which.join(
          ' and ',
        )} already, and a route table takes one endpoint of a service. Leave it out of endpoints.routeTableIds, or take it from that endpoint for ${id}.`,
      },
    ];
  }
  const waiting = waitingFor(state);
  if (waiting.length > 0) {
    return waiting;
  }
  const missing = missingRouteTables(observed, options);
  return [
    ...tagChanges(tags, ownership),
    ...(missing.length > 0
      ? [{ field: 'routeTables', to: `also ${missing.join(', ')}` }]
      : []),
    // What was taken over keeps all else that its owners gave it.
    ...(wasAdopted(tags)
      ? []
      : policyChanges(observed.policy, policy, 'dynamodb')),
  ];
}
