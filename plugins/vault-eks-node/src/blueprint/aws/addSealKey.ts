import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import {
  existingSealKey,
  KeyUse,
  sealKey,
  SealKeyOutput,
} from '../../resources/aws';
import type { ThingContext } from '../context';
import { AWS_PHASE } from '../phases';
import { roleArn } from './arns';

/** The keys that the spec names beside that of the seal; one may be the same by another name, which only KMS can tell. */
function otherKeyUses({ storage, custody }: VaultClusterSpec): KeyUse[] {
  const uses = [
    { field: 'storage.encryptionKey', key: storage.encryptionKey },
    { field: 'custody.kmsKeyId', key: custody.kmsKeyId },
  ] as const;
  return uses.flatMap(({ field, key }) => (key ? [{ field, key }] : []));
}

/** Adds the key that unseals Vault: made here, or the one that the spec names. */
export function addSealKey(
  graph: GraphBuilder,
  ctx: ThingContext,
): NodeRef<SealKeyOutput> {
  const { aws, spec, names, ownership } = ctx;
  const { keyId } = spec.seal;
  const common = { id: 'seal-key', phase: AWS_PHASE, needs: {} };
  const options = {
    client: aws.kms,
    account: aws.account,
    region: aws.region,
    roleArn: roleArn(ctx),
    otherUses: otherKeyUses(spec),
  };
  if (keyId) {
    return graph.add({
      ...common,
      make: () => existingSealKey({ ...options, keyId }),
    });
  }
  return graph.add({
    ...common,
    make: () =>
      sealKey({
        ...options,
        ...spec.seal,
        alias: names.keyAlias,
        named: spec.seal.alias !== undefined,
        ownership,
      }),
  });
}
