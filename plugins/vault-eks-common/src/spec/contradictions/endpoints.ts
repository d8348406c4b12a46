import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface EndpointChoices {
  readonly dynamodb: string;
  readonly kms: string;
  readonly sts: string;
  readonly types: { readonly dynamodb: string };
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly privateDns: boolean;
  readonly policy: string;
  readonly acknowledgeNarrowPolicy: boolean;
}

/** Places are only named for endpoints that are made, once each; a narrow policy that others feel is confirmed. */
export function refuseInEndpoints(endpoints: EndpointChoices, refuse: Refuse) {
  const { dynamodb, kms, sts, types, subnetIds, routeTableIds } = endpoints;
  const gateway = types.dynamodb === 'gateway';
  const made = [dynamodb, kms, sts].includes('create');
  const interfaceMade =
    kms === 'create' || sts === 'create' || (!gateway && dynamodb === 'create');

  for (const [field, ids] of [
    ['subnetIds', subnetIds],
    ['routeTableIds', routeTableIds],
  ] as const) {
    const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
    if (twice.length > 0) {
      refuse(
        ['endpoints', field],
        `endpoints.${field}: ${twice.join(
          ', ',
        )} is named twice; name each once`,
      );
    }
  }
  if (subnetIds.length > 0 && !interfaceMade) {
    refuse(
      ['endpoints', 'subnetIds'],
      'endpoints.subnetIds: no interface endpoint is made; leave it out, or choose create for one',
    );
  }
  if (routeTableIds.length > 0 && (!gateway || dynamodb === 'none')) {
    refuse(
      ['endpoints', 'routeTableIds'],
      'endpoints.routeTableIds: only a gateway endpoint has route tables; leave it out, or choose endpoints.types.dynamodb: gateway',
    );
  }
  // The interface endpoint of DynamoDB has no private DNS, so only those that are told of it use it.
  const othersFeelIt =
    (gateway && dynamodb === 'create') ||
    (endpoints.privateDns && (kms === 'create' || sts === 'create'));
  if (
    made &&
    endpoints.policy === 'narrow' &&
    othersFeelIt &&
    !endpoints.acknowledgeNarrowPolicy
  ) {
    refuse(
      ['endpoints', 'policy'],
      'endpoints.policy: a narrow policy locks everything else in the VPC out of these services, since private DNS and route tables lead all of it to the endpoints; choose wide, or set endpoints.acknowledgeNarrowPolicy: true where nothing else uses them',
    );
  }
}
