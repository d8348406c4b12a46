import type * as sdk from '@aws-sdk/client-ec2';
import type { OperationsOf } from '../../Service';
import {
  endpointServices,
  invalidService,
  prefixLists,
} from './endpointServices';
import { ec2Page } from './network';
import { select } from './select';

/** What endpoints can lead to: AWS's services and their prefix lists. */
export function endpointCatalogueOperations(): OperationsOf<typeof sdk> {
  return {
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
