import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import { existingSealKey, sealKey, SealKeyOutput } from '../../resources/aws';
import type { ThingContext } from '../context';
import { AWS_PHASE } from '../phases';
import { roleArn } from './arns';

/** Adds the key that unseals Vault: made here, or the one that the spec names. */
export function addSealKey(
  graph: GraphBuilder,
  ctx: ThingContext,
): NodeRef<SealKeyOutput> {
  const { aws, spec, names, ownership } = ctx;
  const { keyId } = spec.seal;
  const common = { id: 'seal-key', phase: AWS_PHASE, needs: {} };
  if (keyId) {
    return graph.add({
      ...common,
      make: () =>
        existingSealKey({ client: aws.kms, keyId, region: aws.region }),
    });
  }
  return graph.add({
    ...common,
    make: () =>
      sealKey({
        client: aws.kms,
        alias: names.keyAlias,
        ownership,
        account: aws.account,
        region: aws.region,
        roleArn: roleArn(ctx),
        deletionWindowDays: spec.seal.deletionWindowDays,
      }),
  });
}
