import { randomUUID } from 'node:crypto';
import {
  CreateVpcEndpointCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { ConflictError, isError } from '@backstage/errors';
import { isAwsError } from '../../connections/aws';
import type { ManagedResource } from '../../engine/ManagedResource';
import { policyInput } from './endpointPolicy';
import {
  chooseInterface,
  interfaceChanges,
  InterfaceEndpointOptions,
  ObservedInterfaceEndpoint,
} from './interfaceEndpointChanges';
import { interfaceModification } from './interfaceModification';
import { ownerIn, ownershipTags } from './ownership';
import { removalBy, tagsToPut } from './standing';
import { unlessOvertaken } from './unlessOvertaken';
import {
  deleteVpcEndpoint,
  EndpointOutput,
  listVpcEndpoints,
  tagInEc2,
} from './vpcEndpoints';

/** What dependants know of an interface endpoint. */
export type InterfaceEndpointOutput = EndpointOutput;

/**
 * An interface endpoint in the cluster's VPC, one subnet a zone. One of others is used as it is, even with `adopt: true`:
 * all of the VPC goes through it, so none of its settings is ours to change.
 *
 * Private DNS is found to be taken before anything is made when another endpoint has the name. A private hosted zone of
 * that name is in the way too; EC2 does not tell of it, so it shows in EC2's refusal only.
 *
 * @throws ConflictError when EC2 finds the private DNS name taken
 */
export function interfaceEndpoint(
  options: InterfaceEndpointOptions,
): ManagedResource<ObservedInterfaceEndpoint, InterfaceEndpointOutput> {
  const { client, service, ownership, vpcId, serviceName } = options;
  const { subnets, securityGroupId, privateDns } = options;
  const clientToken = randomUUID();
  const observe = async ({ signal }: { readonly signal: AbortSignal }) => {
    const found = await listVpcEndpoints({
      ...{ client, vpcId, serviceName, signal },
      type: 'Interface',
    });
    return chooseInterface(found, options);
  };

  return {
    title: `interface endpoint ${serviceName} in ${vpcId}`,

    observe,

    diff: observed => interfaceChanges(observed, options),

    async create({ signal }) {
      const call = client.send(
        new CreateVpcEndpointCommand({
          VpcEndpointType: 'Interface',
          VpcId: vpcId,
          ServiceName: serviceName,
          SubnetIds: subnets.map(subnet => subnet.id),
          SecurityGroupIds: securityGroupId ? [securityGroupId] : undefined,
          PrivateDnsEnabled: privateDns,
          ...policyInput(options.policy),
          ClientToken: clientToken,
          TagSpecifications: [
            { ResourceType: 'vpc-endpoint', Tags: ownershipTags(ownership) },
          ],
        }),
        { abortSignal: signal },
      );
      await unlessOvertaken(call, {
        ...{ signal, lookAgain: options.lookAgain },
        isRace: error =>
          isAwsError(error, 'InvalidParameter') &&
          isError(error) &&
          error.message.includes('conflicting DNS domain'),
        shows: async () => (await observe({ signal })) !== undefined,
        refusal: error =>
          new ConflictError(
            `a private hosted zone or another endpoint has the DNS name of ${service} in ${vpcId} already. Choose endpoints.${service}: existing, or endpoints.privateDns: false, or take that zone from the VPC.`,
            error,
          ),
      });
    },

    async update({ signal }, observed, changes) {
      const { id } = observed;
      const tags = tagsToPut(changes, observed.tags, ownership);
      if (tags.length > 0) {
        await tagInEc2({ client, id, tags, signal });
        return;
      }
      const [{ field }] = changes;
      await client.send(
        new ModifyVpcEndpointCommand({
          VpcEndpointId: id,
          ...interfaceModification(field, observed, options),
        }),
        { abortSignal: signal },
      );
    },

    async delete({ signal }, { id }) {
      await deleteVpcEndpoint(client, id, signal);
    },

    removal: async ({ id, tags }) =>
      id
        ? removalBy(tags, ownership)
        : { verb: 'keep', reason: 'there is none' },
    output: ({ id, privateDns: named, dnsName }) => ({
      id,
      url: named || !dnsName ? undefined : `https://${dnsName}`,
    }),
    predict: () => ({
      id: 'vpce-(new)',
      url: privateDns ? undefined : 'https://vpce-(new)',
    }),
    adopted: observed => ownerIn(observed.tags) !== ownership.owner,
  };
}
