import type { EC2Client, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { EndpointPolicy } from './endpointPolicy';
import { AwsTag, ownerIn, Ownership } from './ownership';
import type { LookAgain } from './unlessOvertaken';
import type { EndpointChoice } from './vpcEndpoints';

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
  /** Default: 15 seconds. */
  readonly lookAgain?: LookAgain;
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

/** The field of the spec that decides about it. */
export const GATEWAY_INPUT = 'endpoints.dynamodb';

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
