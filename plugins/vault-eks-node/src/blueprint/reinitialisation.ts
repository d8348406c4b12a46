import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import { reinitialisation } from '../resources/vault';
import { AWS_PHASE } from './phases';
import type { VaultContext } from './vaultContext';

/** Adds the wipe of what is left of an initialisation whose keys never arrived, before everything else. */
export function addReinitialisation(
  graph: GraphBuilder,
  ctx: VaultContext,
): NodeRef<unknown> {
  const { aws, names, ownership, kubernetes, session, custody } = ctx;
  return graph.add({
    id: 'reinitialisation',
    phase: AWS_PHASE,
    needs: {},
    make: () =>
      reinitialisation({
        client: aws.dynamodb,
        table: names.table,
        pods: session.pods,
        ...{ ownership, kubernetes, custody },
      }),
  });
}
