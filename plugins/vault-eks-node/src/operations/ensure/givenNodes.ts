import { iamArn } from '../../blueprint/aws';
import type { AwsContext } from '../../blueprint/context';
import { AWS_PHASE } from '../../blueprint/phases';
import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import {
  existingOidcProvider,
  issuerHostPath,
  OidcProviderOutput,
} from '../../resources/aws';

const never = async () => {
  // It is given, and whoever gave it looks after it.
};

/** Adds what the caller names: nothing is asked of AWS about it, and nothing is done to it. */
export function addNamed<TOutput>(
  graph: GraphBuilder,
  given: {
    readonly id: string;
    readonly title: string;
    readonly output: TOutput;
  },
): NodeRef<TOutput> {
  const { id, title, output } = given;
  return graph.add({
    id,
    phase: AWS_PHASE,
    needs: {},
    make: () => ({
      title: `${title}, as given`,
      observe: async () => ({ output }),
      diff: () => [],
      ...{ create: never, update: never, delete: never },
      output: () => output,
    }),
  });
}

/** As {@link addNamed}, by the ARN. */
export const addGiven = (
  graph: GraphBuilder,
  what: 'DynamoDB table' | 'KMS key',
  arn: string,
): NodeRef<{ readonly arn: string }> =>
  addNamed(graph, {
    id: what === 'KMS key' ? 'given-key' : 'given-table',
    title: `${what} ${arn}`,
    output: { arn },
  });

/** Adds the OIDC provider of the cluster as it is; the plan refuses when there is none. */
export function addFoundProvider(
  graph: GraphBuilder,
  ctx: AwsContext,
): NodeRef<OidcProviderOutput> {
  const { aws, cluster } = ctx;
  const issuer = cluster.oidcIssuer ?? '';
  return graph.add({
    id: 'oidc-provider',
    phase: AWS_PHASE,
    needs: {},
    make: () =>
      existingOidcProvider({
        client: aws.iam,
        issuer,
        arn: iamArn(ctx, `oidc-provider/${issuerHostPath(issuer)}`),
      }),
  });
}
