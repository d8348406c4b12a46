import type { Knex } from 'knex';

/**
 * Replaces the row of a cluster by the next revision of it, or inserts the first. Answers false, and changes nothing,
 * when another has saved since `before` was read, or when the cluster is no longer known.
 */
export async function saveRevision(
  tx: Knex.Transaction,
  options: {
    readonly table: 'snapshots' | 'drifts';
    readonly entityRef: string;
    /** What was read before; absent when there was no row. */
    readonly before?: { readonly revision: number };
    readonly row: Readonly<Record<string, unknown>>;
  },
): Promise<boolean> {
  const { table, entityRef, before } = options;
  const row = { ...options.row, revision: (before?.revision ?? 0) + 1 };
  if (before) {
    const updated = await tx(table)
      .where({ entity_ref: entityRef, revision: before.revision })
      .update(row);
    return updated > 0;
  }
  // Unregistered while it was looked at.
  const known = await tx('clusters')
    .where({ entity_ref: entityRef })
    .first('entity_ref');
  if (!known) {
    return false;
  }
  const inserted = await tx(table)
    .insert({ ...row, entity_ref: entityRef })
    .onConflict('entity_ref')
    .ignore()
    .returning('entity_ref');
  return inserted.length > 0;
}
