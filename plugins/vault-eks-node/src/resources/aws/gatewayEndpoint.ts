import { randomUUID } from 'node:crypto';
import {
  CreateVpcEndpointCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { ConflictError, isError } from '@backstage/errors';
import { isAwsError } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import { policyInput, policyUpdate } from './endpointPolicy';
import { gatewayChanges } from './gatewayEndpointChanges';
import {
  chooseGateway,
  GatewayEndpointOptions,
  missingRouteTables,
  ObservedGatewayEndpoint,
} from './observedGateway';
import { ownerIn, ownershipTags } from './ownership';
import { removalBy, tagsToPut } from './standing';
import { unlessOvertaken } from './unlessOvertaken';
import {
  deleteVpcEndpoint,
  EndpointOutput,
  listVpcEndpoints,
  tagInEc2,
} from './vpcEndpoints';

/**
 * The gateway endpoint of DynamoDB. A route table takes one endpoint a service, so one of others that serves our route
 * tables is in the way unless the spec says to use it. Such a one is used as it is; only the route tables that it lacks
 * are added, and only with `adopt: true`. Route tables that it has beyond ours stay, since others rely on them.
 */
export function gatewayEndpoint(
  options: GatewayEndpointOptions,
): ManagedResource<ObservedGatewayEndpoint, EndpointOutput> {
  const { client, ownership, vpcId, serviceName } = options;
  const clientToken = randomUUID();
  const isOurs = ({ tags }: ObservedGatewayEndpoint) =>
    ownerIn(tags) === ownership.owner;
  const observe = async ({ signal }: { readonly signal: AbortSignal }) => {
    const found = await listVpcEndpoints({
      ...{ client, vpcId, serviceName, signal },
      type: 'Gateway',
    });
    return chooseGateway(found, options);
  };
  const unlessRouted = (
    call: Promise<unknown>,
    run: {
      readonly signal: AbortSignal;
      /** The route tables that are to get a route. */
      readonly wanted: readonly string[];
    },
  ) =>
    unlessOvertaken(call, {
      ...{ signal: run.signal, lookAgain: options.lookAgain },
      isRace: error => isAwsError(error, 'RouteAlreadyExists'),
      async shows() {
        const seen = await observe(run);
        const left = seen ? missingRouteTables(seen, options) : run.wanted;
        return left.length < run.wanted.length;
      },
      refusal: error =>
        new ConflictError(
          `${
            isError(error) ? error.message : 'A route table has the route'
          }, and no endpoint has it. Take that route out, or leave the table out of endpoints.routeTableIds.`,
          error,
        ),
    });

  return {
    title: `gateway endpoint ${serviceName} in ${vpcId}`,
    observe,

    diff: observed => gatewayChanges(observed, options),

    async create({ signal }) {
      const call = client.send(
        new CreateVpcEndpointCommand({
          VpcEndpointType: 'Gateway',
          VpcId: vpcId,
          ServiceName: serviceName,
          RouteTableIds: [...options.routeTableIds],
          ...policyInput(options.policy),
          ClientToken: clientToken,
          TagSpecifications: [
            { ResourceType: 'vpc-endpoint', Tags: ownershipTags(ownership) },
          ],
        }),
        { abortSignal: signal },
      );
      await unlessRouted(call, { signal, wanted: options.routeTableIds });
    },

    async update({ signal }, observed, changes) {
      const { id } = observed;
      const tags = tagsToPut(changes, observed.tags, ownership);
      if (tags.length > 0) {
        await tagInEc2({ client, id, tags, signal });
      }
      const changed = (field: string) => changes.some(c => c.field === field);
      const missing = missingRouteTables(observed, options);
      if (!changed('routeTables') && !changed('policy')) {
        return;
      }
      const call = client.send(
        new ModifyVpcEndpointCommand({
          VpcEndpointId: id,
          ...(changed('routeTables') && { AddRouteTableIds: missing }),
          ...(changed('policy') && policyUpdate(options.policy)),
        }),
        { abortSignal: signal },
      );
      await unlessRouted(call, { signal, wanted: missing });
    },

    async delete({ signal }, { id }) {
      await deleteVpcEndpoint(client, id, signal);
    },

    removal: async ({ id, tags }) =>
      id
        ? removalBy(tags, ownership)
        : { verb: 'keep', reason: 'there is none' },
    output: observed => ({ id: observed.id }),
    predict: () => ({ id: 'vpce-(new)' }),
    adopted: observed => !isOurs(observed),
  };
}
