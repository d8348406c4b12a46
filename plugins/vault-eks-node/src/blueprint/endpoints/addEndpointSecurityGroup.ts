import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import {
  endpointSecurityGroup,
  SecurityGroupOutput,
} from '../../resources/aws';
import type { AwsContext } from '../context';
import { AWS_PHASE } from '../phases';
import { endpointSources } from './endpointSources';

/** Whether the spec makes an interface endpoint. */
export function makesInterfaces({ spec }: Pick<AwsContext, 'spec'>): boolean {
  const { dynamodb, kms, sts, types } = spec.endpoints;
  return [kms, sts, types.dynamodb === 'interface' && dynamodb].includes(
    'create',
  );
}

/** Adds the security group of the interface endpoints that are made. */
export function addEndpointSecurityGroup(
  graph: GraphBuilder,
  ctx: AwsContext,
  options: {
    /** Also when the spec makes none of them: an earlier one may have. */
    readonly always: boolean;
  },
): NodeRef<SecurityGroupOutput> | undefined {
  const { aws, names, ownership, network } = ctx;
  if (!options.always && !makesInterfaces(ctx)) {
    return undefined;
  }
  return graph.add({
    id: 'endpoint-security-group',
    phase: AWS_PHASE,
    needs: {},
    make: () =>
      endpointSecurityGroup({
        client: aws.ec2,
        name: names.endpointSecurityGroup,
        ownership,
        vpcId: network.vpcId,
        sources: endpointSources(ctx),
      }),
  });
}
