import { randomUUID } from 'node:crypto';
import {
  CreateVpcEndpointCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import { ownerIn, Ownership, ownershipTags } from './ownership';
import {
  deleteVpcEndpoint,
  EndpointChoice,
  EndpointOutput,
  listVpcEndpoints,
  waitingFor,
} from './vpcEndpoints';

/** How the gateway endpoint is wanted. */
export interface GatewayEndpointOptions {
  readonly client: EC2Client;
  readonly choice: EndpointChoice;
  readonly ownership: Ownership;
  readonly vpcId: string;
  /** For example `com.amazonaws.eu-west-1.dynamodb`. */
  readonly serviceName: string;
  readonly routeTableIds: readonly string[];
}

/** The endpoint that is used, and the route tables that any endpoint of the service has already. */
export interface ObservedGatewayEndpoint {
  readonly id: string;
  readonly state: string;
  readonly ours: boolean;
  readonly routeTableIds: readonly string[];
}

/**
 * The gateway endpoint of DynamoDB. A route table takes one endpoint a service, so one of others that serves our route
 * tables is in the way unless the spec says to use it; then it gets the missing route tables and nothing else.
 */
export function gatewayEndpoint(
  options: GatewayEndpointOptions,
): ManagedResource<ObservedGatewayEndpoint, EndpointOutput> {
  const { client, choice, ownership, vpcId, serviceName, routeTableIds } =
    options;
  const { owner } = ownership;
  const clientToken = randomUUID();
  const missingFrom = (observed: ObservedGatewayEndpoint) =>
    routeTableIds.filter(id => !observed.routeTableIds.includes(id));

  return {
    title: `gateway endpoint ${serviceName} in ${vpcId}`,

    async observe({ signal }) {
      const found = (
        await listVpcEndpoints({
          ...{ client, vpcId, serviceName, signal },
          type: 'Gateway',
        })
      ).map(endpoint => ({
        id: endpoint.VpcEndpointId ?? '',
        state: endpoint.State ?? '',
        ours: ownerIn(endpoint.Tags) === owner,
        routeTableIds: endpoint.RouteTableIds ?? [],
      }));
      const inTheWay = found.filter(endpoint =>
        endpoint.routeTableIds.some(id => routeTableIds.includes(id)),
      );
      const used =
        found.find(endpoint => endpoint.ours) ??
        inTheWay[0] ??
        (choice === 'existing' ? found[0] : undefined);
      if (!used && choice === 'existing') {
        return { id: '', state: 'absent', ours: false, routeTableIds: [] };
      }
      return (
        used && {
          ...used,
          routeTableIds: [used, ...inTheWay].flatMap(e => e.routeTableIds),
        }
      );
    },

    diff(observed): readonly Change[] {
      if (observed.state === 'absent') {
        return [
          {
            field: 'endpoints.dynamodb',
            from: 'existing',
            refusal: `there is no such endpoint in ${vpcId}. Choose endpoints.dynamodb: create.`,
          },
        ];
      }
      if (!observed.ours && choice === 'create') {
        return [
          {
            field: 'owner',
            from: observed.id,
            to: owner,
            refusal: `${observed.id} of others serves these route tables already. Choose endpoints.dynamodb: existing to use it.`,
          },
        ];
      }
      const waiting = waitingFor(observed.state);
      if (waiting.length > 0) {
        return waiting;
      }
      const missing = missingFrom(observed);
      return missing.length > 0
        ? [{ field: 'routeTables', to: `also ${missing.join(', ')}` }]
        : [];
    },

    async create({ signal }) {
      await client.send(
        new CreateVpcEndpointCommand({
          VpcEndpointType: 'Gateway',
          VpcId: vpcId,
          ServiceName: serviceName,
          RouteTableIds: [...routeTableIds],
          ClientToken: clientToken,
          TagSpecifications: [
            { ResourceType: 'vpc-endpoint', Tags: ownershipTags(ownership) },
          ],
        }),
        { abortSignal: signal },
      );
    },

    async update({ signal }, observed) {
      await client.send(
        new ModifyVpcEndpointCommand({
          VpcEndpointId: observed.id,
          AddRouteTableIds: missingFrom(observed),
        }),
        { abortSignal: signal },
      );
    },

    async delete({ signal }, { id }) {
      await deleteVpcEndpoint(client, id, signal);
    },

    output: observed => ({ id: observed.id }),
    predict: () => ({ id: 'vpce-(new)' }),
    adopted: observed => !observed.ours,
  };
}
