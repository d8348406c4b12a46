import type * as sdk from '@aws-sdk/client-ec2';
import { resourceId } from '../../ids';
import type { OperationsOf } from '../../Service';
import type { EndpointRecord } from './Ec2State';
import { attachmentsOf, requireFreePrivateDns } from './endpointRules';
import { addRoutes } from './endpointRoutes';
import {
  openPolicy,
  requireEndpointPolicy,
  type EndpointRegistry,
} from './EndpointRegistry';
import { endpointService } from './endpointServices';
import { dnsEntries, onTheWire, shown } from './endpointView';
import { notFound } from './select';
import { specifiedTags } from './tags';

const interfaceTakes = 8000;

/** Making a VPC endpoint. */
export function endpointCreation(
  endpoints: EndpointRegistry,
): OperationsOf<typeof sdk> {
  const { state } = endpoints;
  return {
    CreateVpcEndpoint: (input, context) => {
      const { region, account, now } = context;
      const repeated = endpoints
        .present(now)
        .find(
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
      requireEndpointPolicy(input.PolicyDocument);
      const id = resourceId('vpce');
      const isInterface = service.type === 'Interface';
      const privateDns = isInterface && (input.PrivateDnsEnabled ?? true);
      if (privateDns) {
        requireFreePrivateDns(state, endpoints.present(now), service, vpcId);
      }
      const attachments = attachmentsOf(state, context, {
        vpcId,
        type: service.type,
        subnetIds: input.SubnetIds ?? [],
        groupIds: input.SecurityGroupIds,
        routeTableIds: input.RouteTableIds ?? [],
      });
      if (isInterface) {
        endpoints.requireQuota(vpcId, now);
      } else {
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
          ? dnsEntries({ state, id, service, region, privateDns, attachments })
          : [],
        Tags: specifiedTags(input.TagSpecifications, 'vpc-endpoint'),
        clientToken: input.ClientToken,
        createdAt: now.getTime(),
        availableAt: isInterface
          ? context.settlesAt(interfaceTakes)
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
  };
}
