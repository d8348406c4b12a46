import type {
  ClusterRegistration,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import {
  coordinates,
  details,
  fromRow,
  isTrusted,
  SOURCE_COLUMNS,
  type ClusterRow,
} from './clusterRow';
import { freeEntityRef } from './freeEntityRef';
import { outdateDrift } from './specs';

/** A cluster as a source tells of it; the catalog says which entity does. */
export interface ToldCluster extends ClusterRegistration {
  readonly entityRef?: string;
}

function keyOf(ref: VaultClusterRef): string {
  return JSON.stringify(coordinates(ref));
}

/** The row, unless someone has registered or unregistered it since it was read: then the next round has its turn. */
function asRead(tx: Knex.Transaction, row: ClusterRow) {
  const { entity_ref, registered } = row;
  return tx('clusters').where({ entity_ref, registered });
}

/** Brings what app-config and the catalog tell of into the registry. */
export class ClusterSources {
  readonly #db: Knex;

  constructor(options: { readonly db: Knex }) {
    this.#db = options.db;
  }

  /**
   * From now on the source knows these clusters, and no others. Each appears once, however many sources know it; what
   * was registered stays as it was registered.
   *
   * @returns whether the registry is another than before
   */
  async replace(
    source: 'catalog' | 'config',
    told: readonly ToldCluster[],
  ): Promise<boolean> {
    return this.#db.transaction(async tx => {
      const rows = await tx<ClusterRow>('clusters').select('*');
      const byKey = new Map(rows.map(row => [keyOf(row), row]));
      let changed = false;
      const wanted = new Map<string, ToldCluster[]>();
      for (const cluster of told) {
        const key = keyOf(cluster.ref);
        wanted.set(key, [...(wanted.get(key) ?? []), cluster]);
      }
      for (const [key, row] of byKey) {
        if (row[SOURCE_COLUMNS[source]] && !wanted.has(key)) {
          await this.#forget(tx, source, row);
          changed = true;
        }
      }
      for (const [key, clusters] of wanted) {
        const did = await this.#know(tx, source, clusters, byKey.get(key));
        changed = did || changed;
      }
      return changed;
    });
  }

  async #forget(
    tx: Knex.Transaction,
    source: 'catalog' | 'config',
    row: ClusterRow,
  ): Promise<void> {
    const column = SOURCE_COLUMNS[source];
    const rest = fromRow(row).sources.filter(other => other !== source);
    const at = asRead(tx, row);
    await (rest.length > 0 ? at.update({ [column]: false }) : at.delete());
  }

  async #know(
    tx: Knex.Transaction,
    source: 'catalog' | 'config',
    told: readonly ToldCluster[],
    row?: ClusterRow,
  ): Promise<boolean> {
    const trusted = row && isTrusted(fromRow(row));
    // Of several entities that name one Vault the one that is known stays, so that its history does.
    const cluster =
      told.find(({ entityRef }) => entityRef === row?.entity_ref) ?? told[0];
    const column = SOURCE_COLUMNS[source];
    const entityRef = trusted
      ? row.entity_ref
      : cluster.entityRef ?? (await freeEntityRef(tx, cluster.ref));

    if (row && row.entity_ref !== entityRef) {
      const left = await asRead(tx, row).delete();
      if (left === 0) {
        return false;
      }
    }
    if (!row || row.entity_ref !== entityRef) {
      const inserted = await tx('clusters')
        .insert({
          ...coordinates(cluster.ref),
          ...details(cluster),
          entity_ref: entityRef,
          registered: false,
          in_catalog: Boolean(row?.in_catalog),
          in_config: false,
          [column]: true,
          registered_at: new Date().toISOString(),
        })
        // An entity whose annotations now name another Vault: its old row goes first, in the next round.
        .onConflict('entity_ref')
        .ignore()
        .returning('entity_ref');
      return inserted.length > 0;
    }
    const leads = !row.registered && (source === 'config' || !row.in_config);
    const { owner, system, ui_url, spec } = row;
    const was = { owner, system, ui_url, spec };
    const now = leads ? details(cluster) : was;
    const same =
      Boolean(row[column]) && JSON.stringify(now) === JSON.stringify(was);
    if (!same) {
      await asRead(tx, row).update({ ...now, [column]: true });
    }
    if (now.spec !== was.spec) {
      await outdateDrift(tx, entityRef, now.spec);
    }
    return !same;
  }
}
