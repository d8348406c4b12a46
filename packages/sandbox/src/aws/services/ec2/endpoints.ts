import type * as sdk from '@aws-sdk/client-ec2';
import type { RouteTable, State, VpcEndpoint } from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import { resourceId } from '../../ids';
import { parsePolicy } from '../../policy/PolicyDocument';
import type { CallContext, OperationsOf } from '../../Service';
import type { Ec2State, EndpointRecord } from './Ec2State';
import { attachmentsOf, requireFreePrivateDns } from './endpointRules';
import {
  endpointServices,
  prefixLists,
  type EndpointService,
} from './endpointServices';
import { ec2Page } from './network';
import { byIds, notFound, select } from './select';
import { specifiedTags } from './tags';

const openPolicy = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

const settling = { interface: 8000, deletion: 5000 };

/** VPC endpoints, gateway and interface, and the services they lead to. */
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
      const service = serviceOf(
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
      const service = serviceOf(
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

    DescribeVpcEndpointServices: (input, { region }) => {
      const services = endpointServices(region)
        .filter(
          service =>
            input.ServiceNames === undefined ||
            input.ServiceNames.includes(service.serviceName),
        )
        .map(service => ({
          ServiceName: service.serviceName,
          ServiceType: [{ ServiceType: service.type }],
          AvailabilityZones: ['a', 'b', 'c'].map(zone => `${region}${zone}`),
          Owner: 'amazon',
          PrivateDnsName: service.privateDnsName,
          VpcEndpointPolicySupported: true,
          AcceptanceRequired: false,
          ManagesVpcEndpoints: false,
          Tags: [],
        }));
      const missing = (input.ServiceNames ?? []).find(
        name => !services.some(service => service.ServiceName === name),
      );
      if (missing !== undefined) {
        throw invalidService(missing);
      }
      const page = ec2Page(
        select(services, input.Filters, {
          'service-name': service => [service.ServiceName],
          'service-type': service =>
            service.ServiceType.map(type => type.ServiceType),
          owner: service => [service.Owner],
        }),
        input,
      );
      return {
        ServiceDetails: page.items,
        ServiceNames: [
          ...new Set(page.items.map(service => service.ServiceName)),
        ],
        NextToken: page.nextToken,
      };
    },

    DescribeManagedPrefixLists: (input, { region }) => {
      const page = ec2Page(
        select(
          prefixLists(region).map(list => ({
            ...list,
            AddressFamily: 'IPv4',
            OwnerId: 'AWS',
            PrefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${list.PrefixListId}`,
            Tags: [],
          })),
          input.Filters,
          {
            'prefix-list-name': list => [list.PrefixListName],
            'prefix-list-id': list => [list.PrefixListId],
            'owner-id': list => [list.OwnerId],
          },
        ),
        input,
      );
      return { PrefixLists: page.items, NextToken: page.nextToken };
    },
  };
}

function serviceOf(
  name: string | undefined,
  type: string | undefined,
  region: string,
): EndpointService {
  const service = endpointServices(region).find(
    candidate => candidate.serviceName === name && candidate.type === type,
  );
  if (!service) {
    throw invalidService(name);
  }
  return service;
}

function invalidService(name: string | undefined): AwsError {
  return new AwsError(
    'InvalidServiceName',
    `The Vpc Endpoint Service '${name}' does not exist`,
  );
}

function shown(endpoint: EndpointRecord, now: Date): VpcEndpoint {
  const { createdAt, availableAt, goneAt, ...rest } = endpoint;
  let condition = 'available';
  if (goneAt !== undefined) {
    condition = 'deleting';
  } else if (now.getTime() < availableAt) {
    condition = 'pending';
  }
  return {
    ...rest,
    State: onTheWire(condition),
    CreationTimestamp: new Date(createdAt),
  };
}

/** EC2 writes states in lower case, whatever the capitals in its model say. */
function onTheWire(condition: string): State {
  return condition as State;
}

function dnsEntries(
  id: string,
  service: EndpointService,
  region: string,
  isPrivate: boolean,
) {
  const label = service.serviceName.split('.').slice(3).join('.');
  return [
    {
      DnsName: `${id}-${id.slice(-8)}.${label}.${region}.vpce.amazonaws.com`,
      HostedZoneId: 'Z38GZ743OKFT7T',
    },
    ...(isPrivate
      ? [{ DnsName: service.privateDnsName, HostedZoneId: 'ZONEIDPENDING' }]
      : []),
  ];
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

function addRoutes(
  state: Ec2State,
  tableIds: readonly string[],
  service: EndpointService,
  endpointId: string,
  region: string,
): void {
  const list = prefixLists(region).find(
    candidate => candidate.PrefixListName === service.serviceName,
  );
  const tables = tableIds.flatMap(id => state.routeTables.get(id) ?? []);
  for (const table of tables) {
    if (hasRouteTo(table, list?.PrefixListId)) {
      throw new AwsError(
        'RouteAlreadyExists',
        `route table ${table.RouteTableId} already has a route with destination-prefix-list-id ${list?.PrefixListId}`,
      );
    }
  }
  for (const table of tables) {
    state.routeTables.patch(table.RouteTableId ?? '', {
      Routes: [
        ...(table.Routes ?? []),
        {
          DestinationPrefixListId: list?.PrefixListId,
          GatewayId: endpointId,
          Origin: 'CreateRoute',
          State: 'active',
        },
      ],
    });
  }
}

function hasRouteTo(table: RouteTable, prefixListId: string | undefined) {
  return (table.Routes ?? []).some(
    route => route.DestinationPrefixListId === prefixListId,
  );
}

function removeRoutes(
  state: Ec2State,
  tableIds: readonly string[],
  endpointId: string,
): void {
  for (const id of tableIds) {
    const table = state.routeTables.get(id);
    state.routeTables.patch(id, {
      Routes: (table?.Routes ?? []).filter(
        route => route.GatewayId !== endpointId,
      ),
    });
  }
}
