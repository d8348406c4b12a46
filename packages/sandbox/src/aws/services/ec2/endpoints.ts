import type * as sdk from '@aws-sdk/client-ec2';
import type { OperationsOf } from '../../Service';
import { attachmentsOf, requireFreePrivateDns } from './endpointRules';
import { addRoutes, removeRoutes } from './endpointRoutes';
import {
  openPolicy,
  requireEndpointPolicy,
  type EndpointRegistry,
} from './EndpointRegistry';
import { endpointService } from './endpointServices';
import { dnsEntries, shown } from './endpointView';
import { ec2Page } from './network';
import { byIds, notFound, select } from './select';

const deletionTakes = 5000;

/** VPC endpoints, gateway and interface, once they are made. */
export function endpointOperations(
  endpoints: EndpointRegistry,
): OperationsOf<typeof sdk> {
  const { state } = endpoints;
  return {
    ModifyVpcEndpoint: (input, context) => {
      const { region, now } = context;
      const endpoint = endpoints.find(input.VpcEndpointId, context);
      requireEndpointPolicy(input.PolicyDocument);
      const id = endpoint.VpcEndpointId ?? '';
      const vpcId = endpoint.VpcId ?? '';
      const service = endpointService(
        endpoint.ServiceName,
        endpoint.VpcEndpointType,
        region,
      );
      const privateDns =
        input.PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled ?? false;
      if (privateDns && !endpoint.PrivateDnsEnabled) {
        requireFreePrivateDns(state, endpoints.present(now), service, vpcId);
      }
      const tables = endpoint.RouteTableIds ?? [];
      const addedTables = (input.AddRouteTableIds ?? []).filter(
        table => !tables.includes(table),
      );
      const attachments = attachmentsOf(state, context, {
        vpcId,
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
            ? dnsEntries({
                state,
                id,
                service,
                region,
                privateDns,
                attachments,
              })
            : [],
        PolicyDocument: input.ResetPolicy
          ? openPolicy
          : input.PolicyDocument ?? endpoint.PolicyDocument,
      });
      return { Return: true };
    },

    DescribeVpcEndpoints: (input, context) => {
      const { region, now } = context;
      const visible = endpoints.visible(context);
      const found = byIds({
        items: {
          get: id => visible.find(item => item.VpcEndpointId === id),
          values: () => visible,
        },
        ids: input.VpcEndpointIds,
        region,
        notFound: notFound.endpoint,
      }).map(endpoint => shown(endpoint, now));
      const page = ec2Page(
        select(found, input.Filters, {
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
        const endpoint = endpoints
          .present(context.now)
          .find(
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
            ? context.settlesAt(deletionTakes)
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
