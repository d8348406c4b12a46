import type { Change } from '../../engine/ManagedResource';
import { policyChanges } from './endpointPolicy';
import { changesOfOthers } from './gatewayOfOthers';
import {
  GATEWAY_INPUT,
  GatewayEndpointOptions,
  missingRouteTables,
  ObservedGatewayEndpoint,
} from './observedGateway';
import { ownerIn, tagChanges, wasAdopted } from './ownership';
import { waitingFor } from './vpcEndpoints';

/** How the endpoint that was found differs from the one that is wanted. */
export function gatewayChanges(
  observed: ObservedGatewayEndpoint,
  options: GatewayEndpointOptions,
): readonly Change[] {
  const { choice, ownership, vpcId, policy } = options;
  const { id, state, tags, servedByOthers } = observed;
  if (state === 'absent') {
    return [
      {
        field: GATEWAY_INPUT,
        from: 'existing',
        refusal: `there is no such endpoint in ${vpcId}. Choose ${GATEWAY_INPUT}: create.`,
      },
    ];
  }
  if (ownerIn(tags) !== ownership.owner) {
    return changesOfOthers(observed, options);
  }
  const taken = Object.entries(servedByOthers);
  if (choice === 'create' && taken.length > 0) {
    const which = taken.map(([table, other]) => `${other} serves ${table}`);
    return [
      {
        field: 'routeTables',
        to: `also ${taken.map(([table]) => table).join(', ')}`,
        refusal: `${which.join(
          ' and ',
        )} already, and a route table takes one endpoint of a service. Leave it out of endpoints.routeTableIds, or take it from that endpoint for ${id}.`,
      },
    ];
  }
  const waiting = waitingFor(state);
  if (waiting.length > 0) {
    return waiting;
  }
  const missing = missingRouteTables(observed, options);
  return [
    ...tagChanges(tags, ownership),
    ...(missing.length > 0
      ? [{ field: 'routeTables', to: `also ${missing.join(', ')}` }]
      : []),
    // What was taken over keeps all else that its owners gave it.
    ...(wasAdopted(tags)
      ? []
      : policyChanges(observed.policy, policy, 'dynamodb')),
  ];
}
