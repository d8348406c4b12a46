import type { Change } from '../../engine/ManagedResource';
import {
  GATEWAY_INPUT,
  GatewayEndpointOptions,
  missingRouteTables,
  ObservedGatewayEndpoint,
} from './observedGateway';
import { neverChanged, ownerIn } from './ownership';
import { waitingFor } from './vpcEndpoints';

/** What a run makes of an endpoint of others: it is used as it is, or gets the route tables that it lacks, or is refused. */
export function changesOfOthers(
  observed: ObservedGatewayEndpoint,
  options: GatewayEndpointOptions,
): readonly Change[] {
  const { choice, ownership } = options;
  const { id, tags, routeTableIds } = observed;
  const owner = ownerIn(tags);
  if (choice === 'create') {
    const whose = owner ? `of the Vault ${owner}` : 'of others';
    const served = options.routeTableIds.filter(t => routeTableIds.includes(t));
    return [
      {
        field: 'owner',
        from: owner ?? '(not ours)',
        to: ownership.owner,
        refusal: `${id} ${whose} serves ${served.join(
          ', ',
        )} already, and a route table takes one endpoint of a service. Choose ${GATEWAY_INPUT}: existing to use it.`,
      },
    ];
  }
  const missing = missingRouteTables(observed, options);
  if (missing.length === 0) {
    return waitingFor(observed.state);
  }
  const tables = { field: 'routeTables', to: `also ${missing.join(', ')}` };
  const byHand = `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${id} --add-route-table-ids ${missing.join(
    ' ',
  )}`;
  if (owner !== undefined) {
    return [
      {
        ...tables,
        refusal: `${id} lacks ${missing.join(
          ', ',
        )}, and it belongs to the Vault ${owner}, so it is not changed. Add them by hand: ${byHand}`,
      },
    ];
  }
  if (!ownership.adopt) {
    return [
      {
        ...tables,
        refusal: `It lacks ${missing.join(', ')}. ${neverChanged(
          id,
        )} By hand: ${byHand}`,
      },
    ];
  }
  const waiting = waitingFor(observed.state);
  return waiting.length > 0
    ? waiting
    : [
        {
          field: 'owner',
          from: '(not ours)',
          to: ownership.owner,
          adopts: true,
        },
        tables,
      ];
}
