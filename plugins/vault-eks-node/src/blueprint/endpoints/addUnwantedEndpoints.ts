import { endpointServiceName } from '../../connections/aws';
import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import {
  choiceOf,
  ENDPOINT_KINDS,
  EndpointKind,
  unwantedEndpoints,
  UnwantedOptions,
} from '../../resources/aws';
import type { AwsContext } from '../context';
import { AWS_PHASE } from '../phases';

/** By what the spec, as it is now, says which endpoints of a kind are wanted. */
export function unwantedOptions(
  kind: EndpointKind,
  ctx: Pick<AwsContext, 'aws' | 'spec' | 'ownership' | 'network'>,
): UnwantedOptions {
  const { aws, spec, ownership, network } = ctx;
  return {
    client: aws.ec2,
    ...{ kind, ownership },
    choice: choiceOf(kind, spec),
    vpcId: network.vpcId,
    serviceName: endpointServiceName(aws.region, kind.service),
    routeTableIds: network.routeTableIds,
    privateDns: spec.endpoints.privateDns,
  };
}

/** Adds what earlier specs had made and this one does not name; for a destroy. */
export function addUnwantedEndpoints(
  graph: GraphBuilder,
  ctx: AwsContext,
  /** What the interface endpoints stand in. */
  group: NodeRef<unknown> | undefined,
): void {
  for (const kind of ENDPOINT_KINDS) {
    graph.add({
      id: `unwanted-${kind.service}-${kind.type.toLocaleLowerCase('en-US')}`,
      phase: AWS_PHASE,
      needs: {},
      inside: group && kind.type === 'Interface' ? [group] : [],
      make: () => unwantedEndpoints(unwantedOptions(kind, ctx)),
    });
  }
}
