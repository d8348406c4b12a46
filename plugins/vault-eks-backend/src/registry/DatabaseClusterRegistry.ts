import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  ClusterRegistration,
  FleetCluster,
  RegisteredCluster,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import { parseSnapshot, UNSEEN_RANK } from '../monitor/SnapshotStore';
import type { ClusterRegistry, Fleet } from './ClusterRegistry';
import {
  coordinates,
  details,
  fromRow,
  isTrusted,
  type ClusterRow,
  type KnownCluster,
} from './clusterRow';
import { freeEntityRef } from './freeEntityRef';

/** {@link ClusterRegistry} in the plugin's own database. */
export class DatabaseClusterRegistry implements ClusterRegistry, Fleet {
  readonly #db: Knex;

  private constructor(db: Knex) {
    this.#db = db;
  }

  /** Opens the database and brings its tables up to date. */
  static async create(options: {
    readonly database: DatabaseService;
  }): Promise<{ registry: DatabaseClusterRegistry; db: Knex }> {
    const db = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@vault-eks/backstage-plugin-vault-eks-backend',
          'migrations',
        ),
      });
    }
    return { registry: new DatabaseClusterRegistry(db), db };
  }

  async list(): Promise<KnownCluster[]> {
    const rows = await this.#clusters().select('*').orderBy('entity_ref');
    return rows.map(fromRow);
  }

  async fleet(): Promise<FleetCluster[]> {
    const rows: (ClusterRow & { summary: string | null })[] = await this.#db(
      'clusters',
    )
      .leftJoin('snapshots', 'snapshots.entity_ref', 'clusters.entity_ref')
      .select('clusters.*', 'snapshots.summary')
      .orderByRaw('coalesce(snapshots.rank, ?), clusters.entity_ref', [
        UNSEEN_RANK,
      ]);
    return rows.map(row => {
      const snapshot = parseSnapshot(row.summary);
      return { ...fromRow(row), ...(snapshot && { snapshot }) };
    });
  }

  async find(ref: VaultClusterRef): Promise<KnownCluster | undefined> {
    const row = await this.#clusters().where(coordinates(ref)).first();
    return row && fromRow(row);
  }

  async entityRefFor(ref: VaultClusterRef): Promise<string> {
    const known = await this.find(ref);
    return known && isTrusted(known)
      ? known.entityRef
      : freeEntityRef(this.#db, ref);
  }

  async register(
    registration: ClusterRegistration,
  ): Promise<RegisteredCluster> {
    const { ref } = registration;
    const entityRef = await this.entityRefFor(ref);
    const known = await this.find(ref);
    await this.#db.transaction(async tx => {
      // An entity that anyone may have written does not get to stand for what was registered.
      await tx('clusters')
        .where(coordinates(ref))
        .andWhere({ registered: false, in_config: false })
        .whereNot({ entity_ref: entityRef })
        .delete();
      await tx('clusters')
        .insert({
          ...coordinates(ref),
          ...details(registration),
          entity_ref: entityRef,
          registered: true,
          in_catalog: known?.sources.includes('catalog') ?? false,
          registered_at: new Date().toISOString(),
        })
        .onConflict(['account', 'region', 'cluster', 'namespace', 'release'])
        .merge(['owner', 'system', 'ui_url', 'registered']);
    });
    const registered = await this.find(ref);
    if (!registered) {
      throw new ConflictError(
        `${entityRef} was unregistered while it was being registered; try again`,
      );
    }
    const { sources, ...cluster } = registered;
    return cluster;
  }

  async unregister(entityRef: string): Promise<void> {
    const row = await this.#clusters().where({ entity_ref: entityRef }).first();
    if (!row) {
      throw new NotFoundError(`${entityRef} is not registered`);
    }
    if (!row.registered) {
      throw new ConflictError(
        row.in_config
          ? `${entityRef} comes from vaultEks.clusters of app-config; remove it there`
          : `${entityRef} comes from the catalog; remove its vault-eks.io annotations there`,
      );
    }
    await this.#db.transaction(async tx => {
      await tx('clusters')
        .where({ entity_ref: entityRef, in_catalog: false, in_config: false })
        .delete();
      await tx('clusters')
        .where({ entity_ref: entityRef })
        .update({ registered: false });
    });
  }

  #clusters() {
    return this.#db<ClusterRow>('clusters');
  }
}
