import type {
  VaultClusterRef,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import { coordinates, type ClusterRow } from './clusterRow';

/** A cluster and the spec that it was registered with. */
export interface SpecifiedCluster {
  readonly entityRef: string;
  readonly ref: VaultClusterRef;
  /** JSON as it is stored, perhaps by another release: parse it before use. */
  readonly spec: string;
}

/** The clusters whose spec is known. */
export interface SpecifiedClusters {
  /** By entity ref, in order. */
  specified(): Promise<SpecifiedCluster[]>;
}

/** The column `spec`. */
export function specColumn(spec?: VaultClusterSpecInput): string | null {
  return spec ? JSON.stringify(spec) : null;
}

/** {@link SpecifiedClusters} of the table `clusters`. */
export async function readSpecs(db: Knex): Promise<SpecifiedCluster[]> {
  const rows = await db<ClusterRow>('clusters')
    .whereNotNull('spec')
    .orderBy('entity_ref');
  return rows.flatMap(row =>
    row.spec === null
      ? []
      : { entityRef: row.entity_ref, ref: coordinates(row), spec: row.spec },
  );
}

/** What was compared with an earlier spec, or before an earlier deploy, tells little of the present one. */
export async function outdateDrift(
  tx: Knex.Transaction,
  entityRef: string,
  spec: string | null,
): Promise<void> {
  const row = tx('drifts').where({ entity_ref: entityRef });
  await (spec === null
    ? row.delete()
    : row.update({ outdated: true, revision: tx.raw('revision + 1') }));
}
