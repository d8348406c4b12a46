import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import { auditVolumes } from '../resources/kubernetes';
import { heldRootToken } from '../resources/vault';
import { AWS_PHASE, CLUSTER_PHASES } from './phases';
import type { addPreparation } from './preparation';
import type { VaultContext } from './vaultContext';

/** Ids of what is there only because a Vault was, as a destroy names them. */
export const LEFTOVERS = {
  volumes: 'audit-volumes',
  rootToken: 'root-token',
} as const;

/** Adds the root token that a deploy which never finished left. */
export function addHeldRootToken(
  graph: GraphBuilder,
  { names, rootToken }: Pick<VaultContext, 'names' | 'rootToken'>,
): NodeRef<unknown> {
  return graph.add({
    id: LEFTOVERS.rootToken,
    phase: AWS_PHASE,
    needs: {},
    make: () =>
      heldRootToken({ name: names.rootTokenSecret, secret: rootToken }),
  });
}

/** Adds what a Vault leaves behind and no deploy makes by itself. */
export function addLeftovers(
  graph: GraphBuilder,
  ctx: VaultContext,
  prepared: Pick<
    ReturnType<typeof addPreparation>,
    'namespace' | 'storageClass'
  >,
): readonly NodeRef<unknown>[] {
  const { spec, kubernetes } = ctx;
  const volumes = graph.add({
    id: LEFTOVERS.volumes,
    phase: CLUSTER_PHASES.kubernetes,
    needs: {},
    inside: [prepared.namespace, prepared.storageClass],
    make: () =>
      auditVolumes({
        kubernetes,
        namespace: spec.namespace,
        release: spec.release,
      }),
  });
  return [volumes, addHeldRootToken(graph, ctx)];
}
