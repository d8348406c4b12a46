import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import { custodySecret, CustodySecretOutput } from '../../resources/aws';
import type { ThingContext } from '../context';
import { AWS_PHASE } from '../phases';

/** Adds the secret that receives the recovery keys. */
export function addCustodySecret(
  graph: GraphBuilder,
  ctx: ThingContext,
): NodeRef<CustodySecretOutput> {
  const { aws, spec, names, ownership } = ctx;
  return graph.add({
    id: 'custody-secret',
    phase: AWS_PHASE,
    needs: {},
    make: () =>
      custodySecret({
        ...spec.custody,
        client: aws.secretsManager,
        name: names.custodySecret,
        ownership,
        named: spec.custody.secretName !== undefined,
        account: aws.account,
        region: aws.region,
      }),
  });
}
