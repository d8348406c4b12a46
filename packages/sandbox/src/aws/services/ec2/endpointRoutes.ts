import type { RouteTable } from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import type { Ec2State } from './Ec2State';
import { prefixLists, type EndpointService } from './endpointServices';

/** Leads a service's addresses through the endpoint; a table has one route to a service. */
export function addRoutes(
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

/** Takes the endpoint's routes out of these tables. */
export function removeRoutes(
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
