import type * as sdk from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import { resourceId } from '../../ids';
import { parsePolicy } from '../../policy/PolicyDocument';
import type { CallContext, OperationsOf } from '../../Service';
import type { Ec2State, EndpointRecord } from './Ec2State';
import { attachmentsOf, requireFreePrivateDns } from './endpointRules';
import { addRoutes, removeRoutes } from './endpointRoutes';
import { endpointService } from './endpointServices';
import { dnsEntries, onTheWire, shown } from './endpointView';
import { ec2Page } from './network';
import { byIds, notFound, select } from './select';
import { specifiedTags } from './tags';

const openPolicy = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

const settling = { interface: 8000, deletion: 5000 };

/** VPC endpoints, gateway and interface. */
export function endpointOperations(state: Ec2State): OperationsOf<typeof sdk> {
  const present = (now: Date) =>
    state.endpoints.filter(
      endpoint => (endpoint.goneAt ?? Infinity) > now.getTime(),
    );
  const find = (id: string | undefined, { region, now }: CallContext) => {
    const endpoint = present(now).find(
      item => item.VpcEndpointId === id && item.region === region,
    );
    if (!endpoint) {
      throw notFound.endpoint(id ?? '');
    }
    return endpoint;
  };

  return {
    CreateVpcEndpoint: (input, context) => {
      const { region, account, now } = context;
      const repeated = present(now).find(
        item =>
          input.ClientToken !== undefined &&
          item.clientToken === input.ClientToken,
      );
      if (repeated) {
        return {
          VpcEndpoint: shown(repeated, now),
          ClientToken: input.ClientToken,
        };
      }
      const service = endpointService(
        input.ServiceName,
        input.VpcEndpointType ?? 'Gateway',
        region,
      );
      const vpcId = input.VpcId ?? '';
      if (state.vpcs.get(vpcId)?.region !== region) {
        throw notFound.vpc(vpcId);
      }
      if (
        input.PolicyDocument !== undefined &&
        !parsePolicy(input.PolicyDocument)
      ) {
        throw new AwsError(
          'InvalidPolicyDocument',
          'Policy document is malformed',
        );
      }
      const id = resourceId('vpce');
      const isInterface = service.type === 'Interface';
      const privateDns = isInterface && (input.PrivateDnsEnabled ?? true);
      if (privateDns) {
        requireFreePrivateDns(state, present(now), service, vpcId);
      }
      const attachments = attachmentsOf(state, context, {
        vpcId,
        type: service.type,
        subnetIds: input.SubnetIds ?? [],
        groupIds: input.SecurityGroupIds,
        routeTableIds: input.RouteTableIds ?? [],
      });
      if (!isInterface) {
        addRoutes(state, attachments.RouteTableIds, service, id, region);
      }
      const record: EndpointRecord = {
        ...attachments,
        region,
        VpcEndpointId: id,
        VpcEndpointType: service.type,
        VpcId: vpcId,
        ServiceName: service.serviceName,
        OwnerId: account,
        RequesterManaged: false,
        PolicyDocument: input.PolicyDocument ?? openPolicy,
        PrivateDnsEnabled: privateDns,
        IpAddressType: isInterface ? 'ipv4' : undefined,
        DnsEntries: isInterface
          ? dnsEntries(id, service, region, privateDns)
          : [],
        Tags: specifiedTags(input.TagSpecifications, 'vpc-endpoint'),
        clientToken: input.ClientToken,
        createdAt: now.getTime(),
        availableAt: isInterface
          ? context.settlesAt(settling.interface)
          : now.getTime(),
      };
      state.endpoints.set(id, record);
      return {
        VpcEndpoint: {
          ...shown(record, now),
          ...(isInterface && { State: onTheWire('pending') }),
        },
        ClientToken: input.ClientToken,
      };
    },

    ModifyVpcEndpoint: (input, context) => {
      const { region, now } = context;
      const endpoint = find(input.VpcEndpointId, context);
      const id = endpoint.VpcEndpointId ?? '';
      const service = endpointService(
        endpoint.ServiceName,
        endpoint.VpcEndpointType,
        region,
      );
      const privateDns =
        input.PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled ?? false;
      if (privateDns && !endpoint.PrivateDnsEnabled) {
        requireFreePrivateDns(
          state,
          present(now),
          service,
          endpoint.VpcId ?? '',
        );
      }
      const tables = endpoint.RouteTableIds ?? [];
      const addedTables = (input.AddRouteTableIds ?? []).filter(
        table => !tables.includes(table),
      );
      const attachments = attachmentsOf(state, context, {
        vpcId: endpoint.VpcId ?? '',
        type: service.type,
        subnetIds: changed(
          endpoint.SubnetIds,
          input.AddSubnetIds,
          input.RemoveSubnetIds,
        ),
        groupIds: changed(
          endpoint.Groups?.map(group => group.GroupId ?? ''),
          input.AddSecurityGroupIds,
          input.RemoveSecurityGroupIds,
        ),
        routeTableIds: changed(tables, addedTables, input.RemoveRouteTableIds),
      });
      addRoutes(state, addedTables, service, id, region);
      removeRoutes(state, input.RemoveRouteTableIds ?? [], id);
      state.endpoints.set(id, {
        ...endpoint,
        ...attachments,
        PrivateDnsEnabled: privateDns,
        DnsEntries:
          service.type === 'Interface'
            ? dnsEntries(id, service, region, privateDns)
            : [],
        PolicyDocument: input.ResetPolicy
          ? openPolicy
          : input.PolicyDocument ?? endpoint.PolicyDocument,
      });
      return { Return: true };
    },

    DescribeVpcEndpoints: (input, { region, now }) => {
      const endpoints = byIds({
        items: {
          get: id => present(now).find(item => item.VpcEndpointId === id),
          values: () => present(now),
        },
        ids: input.VpcEndpointIds,
        region,
        notFound: notFound.endpoint,
      }).map(endpoint => shown(endpoint, now));
      const page = ec2Page(
        select(endpoints, input.Filters, {
          'vpc-id': endpoint => [endpoint.VpcId],
          'vpc-endpoint-id': endpoint => [endpoint.VpcEndpointId],
          'vpc-endpoint-state': endpoint => [endpoint.State],
          'vpc-endpoint-type': endpoint => [endpoint.VpcEndpointType],
          'service-name': endpoint => [endpoint.ServiceName],
          'ip-address-type': endpoint => [endpoint.IpAddressType],
        }),
        input,
      );
      return { VpcEndpoints: page.items, NextToken: page.nextToken };
    },

    DeleteVpcEndpoints: (input, context) => {
      const unsuccessful = (input.VpcEndpointIds ?? []).flatMap(id => {
        const endpoint = present(context.now).find(
          item => item.VpcEndpointId === id && item.region === context.region,
        );
        if (!endpoint) {
          const error = notFound.endpoint(id);
          return [
            {
              ResourceId: id,
              Error: { Code: error.code, Message: error.message },
            },
          ];
        }
        removeRoutes(state, endpoint.RouteTableIds ?? [], id);
        const isInterface = endpoint.VpcEndpointType === 'Interface';
        state.endpoints.patch(id, {
          goneAt: isInterface
            ? context.settlesAt(settling.deletion)
            : context.now.getTime(),
        });
        return [];
      });
      return { Unsuccessful: unsuccessful };
    },
  };
}

function changed(
  old: readonly string[] | undefined,
  added: readonly string[] | undefined,
  removed: readonly string[] | undefined,
): string[] {
  return [...new Set([...(old ?? []), ...(added ?? [])])].filter(
    id => !removed?.includes(id),
  );
}
