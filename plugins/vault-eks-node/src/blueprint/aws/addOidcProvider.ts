import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import {
  issuerHostPath,
  oidcProvider,
  OidcProviderOutput,
} from '../../resources/aws';
import type { ThingContext, OnCluster } from '../context';
import { AWS_PHASE } from '../phases';
import { iamArn } from './arns';

/** Adds IAM's trust in the service-account tokens of the EKS cluster. */
export function addOidcProvider(
  graph: GraphBuilder,
  ctx: ThingContext & OnCluster,
): NodeRef<OidcProviderOutput> {
  const { aws, ownership, cluster } = ctx;
  const issuer = cluster.oidcIssuer ?? '';
  return graph.add({
    id: 'oidc-provider',
    phase: AWS_PHASE,
    needs: {},
    make: () =>
      oidcProvider({
        client: aws.iam,
        issuer,
        arn: iamArn(ctx, `oidc-provider/${issuerHostPath(issuer)}`),
        ownership,
        unused: cluster.gone,
      }),
  });
}
