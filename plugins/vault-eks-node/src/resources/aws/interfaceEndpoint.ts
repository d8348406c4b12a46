import { randomUUID } from 'node:crypto';
import {
  CreateVpcEndpointCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import type { ZonedSubnet } from './network';
import { ownerIn, Ownership, ownershipTags } from './ownership';
import {
  deleteVpcEndpoint,
  EndpointChoice,
  EndpointOutput,
  listVpcEndpoints,
  waitingFor,
} from './vpcEndpoints';

/** How an interface endpoint is wanted. */
export interface InterfaceEndpointOptions {
  readonly client: EC2Client;
  readonly service: 'kms' | 'sts';
  readonly choice: EndpointChoice;
  readonly ownership: Ownership;
  readonly vpcId: string;
  /** For example `com.amazonaws.eu-west-1.kms`. */
  readonly serviceName: string;
  readonly subnets: readonly ZonedSubnet[];
  /** Only for an endpoint that is made. */
  readonly securityGroupId?: string;
  readonly privateDns: boolean;
}

/** The endpoint that is used, or that is in the way. */
export interface ObservedInterfaceEndpoint {
  readonly id: string;
  readonly state: string;
  readonly ours: boolean;
  readonly privateDns: boolean;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly dnsName?: string;
}

/** What dependants know of an interface endpoint. */
export interface InterfaceEndpointOutput extends EndpointOutput {
  /** Set when the regional name does not resolve to the endpoint, so that Vault must be told where it is. */
  readonly url?: string;
}

function toObserved(
  endpoint: VpcEndpoint,
  owner: string,
): ObservedInterfaceEndpoint {
  return {
    id: endpoint.VpcEndpointId ?? '',
    state: endpoint.State ?? '',
    ours: ownerIn(endpoint.Tags) === owner,
    privateDns: endpoint.PrivateDnsEnabled ?? false,
    subnetIds: endpoint.SubnetIds ?? [],
    groupIds: endpoint.Groups?.flatMap(group => group.GroupId ?? []) ?? [],
    dnsName: endpoint.DnsEntries?.[0]?.DnsName,
  };
}

/** An interface endpoint of KMS or STS in the cluster's VPC, one subnet a zone. */
export function interfaceEndpoint(
  options: InterfaceEndpointOptions,
): ManagedResource<ObservedInterfaceEndpoint, InterfaceEndpointOutput> {
  const { client, service, choice, ownership, vpcId, serviceName } = options;
  const { owner } = ownership;
  const { subnets, securityGroupId, privateDns } = options;
  const input = `endpoints.${service}`;
  const clientToken = randomUUID();
  const missingSubnets = (observed: ObservedInterfaceEndpoint) =>
    subnets.map(s => s.id).filter(id => !observed.subnetIds.includes(id));
  const lacksGroup = (observed: ObservedInterfaceEndpoint) =>
    securityGroupId !== undefined &&
    !observed.groupIds.includes(securityGroupId);

  return {
    title: `interface endpoint ${serviceName} in ${vpcId}`,

    async observe({ signal }) {
      const found = (
        await listVpcEndpoints({
          ...{ client, vpcId, serviceName, signal },
          type: 'Interface',
        })
      ).map(endpoint => toObserved(endpoint, owner));
      const ours = found.find(endpoint => endpoint.ours);
      // The one with private DNS serves the whole VPC, so it is the one to use, and the one in the way of another.
      const named = found.find(endpoint => endpoint.privateDns);
      if (choice === 'existing') {
        const absent = { id: '', state: 'absent', ours: false };
        return (
          named ??
          found[0] ?? {
            ...absent,
            ...{ privateDns: false, subnetIds: [], groupIds: [] },
          }
        );
      }
      return ours ?? (privateDns ? named : undefined);
    },

    diff(observed): readonly Change[] {
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
      if (!observed.ours) {
        return [
          {
            field: 'privateDns',
            from: observed.id,
            refusal: `${observed.id} of others answers for ${service} in this VPC already, and AWS allows one with private DNS. Choose ${input}: existing to use it, or endpoints.privateDns: false.`,
          },
        ];
      }
      if (waiting.length > 0) {
        return waiting;
      }
      const changes: Change[] = [];
      const missing = missingSubnets(observed);
      if (missing.length > 0) {
        changes.push({ field: 'subnets', to: `also ${missing.join(', ')}` });
      }
      if (lacksGroup(observed)) {
        changes.push({
          field: 'securityGroups',
          to: `also ${securityGroupId}`,
        });
      }
      if (observed.privateDns !== privateDns) {
        changes.push({
          field: 'privateDns',
          from: String(observed.privateDns),
          to: String(privateDns),
        });
      }
      return changes;
    },

    async create({ signal }) {
      await client.send(
        new CreateVpcEndpointCommand({
          VpcEndpointType: 'Interface',
          VpcId: vpcId,
          ServiceName: serviceName,
          SubnetIds: subnets.map(subnet => subnet.id),
          SecurityGroupIds: securityGroupId ? [securityGroupId] : undefined,
          PrivateDnsEnabled: privateDns,
          ClientToken: clientToken,
          TagSpecifications: [
            { ResourceType: 'vpc-endpoint', Tags: ownershipTags(ownership) },
          ],
        }),
        { abortSignal: signal },
      );
    },

    async update({ signal }, observed) {
      const missing = missingSubnets(observed);
      await client.send(
        new ModifyVpcEndpointCommand({
          VpcEndpointId: observed.id,
          AddSubnetIds: missing.length > 0 ? missing : undefined,
          AddSecurityGroupIds:
            securityGroupId && lacksGroup(observed)
              ? [securityGroupId]
              : undefined,
          PrivateDnsEnabled:
            observed.privateDns === privateDns ? undefined : privateDns,
        }),
        { abortSignal: signal },
      );
    },

    async delete({ signal }, { id }) {
      await deleteVpcEndpoint(client, id, signal);
    },

    output: ({ id, privateDns: named, dnsName }) => ({
      id,
      url: named || !dnsName ? undefined : `https://${dnsName}`,
    }),
    predict: () => ({ id: 'vpce-(new)' }),
    adopted: observed => !observed.ours,
  };
}
