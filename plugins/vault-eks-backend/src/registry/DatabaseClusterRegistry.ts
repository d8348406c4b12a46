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
import {
  DRIFT_COLUMNS,
  shownDrift,
  type DriftRow,
} from '../monitor/drift/driftRow';
import { parseSnapshot, UNSEEN_RANK } from '../monitor/SnapshotStore';
import type { ClusterRegistry, Fleet } from './ClusterRegistry';
import {
  coordinates,
  details,
  fromRow,
  isTrusted,
  KNOWN_COLUMNS,
  type ClusterRow,
  type KnownCluster,
  type KnownRow,
} from './clusterRow';
import { freeEntityRef } from './freeEntityRef';
import {
  outdateDrift,
  readSpecs,
  type SpecifiedCluster,
  type SpecifiedClusters,
} from './specs';

type FleetRow = KnownRow & { readonly summary: string | null } & (
    | DriftRow
    | { readonly state: null }
  );

/** {@link ClusterRegistry} in the plugin's own database. */
export class DatabaseClusterRegistry
  implements ClusterRegistry, Fleet, SpecifiedClusters
{
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
    const rows = await this.#clusters()
      .select(...KNOWN_COLUMNS)
      .orderBy('entity_ref');
    return rows.map(fromRow);
  }

  async fleet(): Promise<FleetCluster[]> {
    const rows: FleetRow[] = await this.#db('clusters')
      .leftJoin('snapshots', 'snapshots.entity_ref', 'clusters.entity_ref')
      .leftJoin('drifts', 'drifts.entity_ref', 'clusters.entity_ref')
      .select(
        ...KNOWN_COLUMNS.map(column => `clusters.${column}`),
        'snapshots.summary',
        ...DRIFT_COLUMNS.map(column => `drifts.${column}`),
      )
      .orderByRaw('coalesce(snapshots.rank, ?), clusters.entity_ref', [
        UNSEEN_RANK,
      ]);
    return rows.map(row => {
      const seen = parseSnapshot(row.summary);
      const drift = row.state !== null && { drift: shownDrift(row) };
      const snapshot = seen && { ...seen, ...drift };
      return { ...fromRow(row), ...(snapshot && { snapshot }) };
    });
  }

  async specified(): Promise<SpecifiedCluster[]> {
    return readSpecs(this.#db);
  }

  async find(ref: VaultClusterRef): Promise<KnownCluster | undefined> {
    const row = await this.#clusters()
      .where(coordinates(ref))
      .first(...KNOWN_COLUMNS);
    return row && fromRow(row);
  }

  async entityRefFor(ref: VaultClusterRef): Promise<string> {
    const known = await this.find(ref);
    return known && isTrusted(known)
      ? known.entityRef
      : freeEntityRef(this.#db, ref);
  }

  async isRegistered(registration: ClusterRegistration): Promise<boolean> {
    const row = await this.#clusters()
      .where(coordinates(registration.ref))
      .first();
    const { spec, ...given } = details(registration);
    return Boolean(
      row?.registered &&
        row.owner === given.owner &&
        row.system === given.system &&
        row.ui_url === given.ui_url &&
        (spec === null || spec === row.spec),
    );
  }

  async register(
    registration: ClusterRegistration,
  ): Promise<RegisteredCluster> {
    const { ref } = registration;
    const entityRef = await this.entityRefFor(ref);
    const known = await this.find(ref);
    const given = details(registration);
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
          ...given,
          entity_ref: entityRef,
          registered: true,
          in_catalog: known?.sources.includes('catalog') ?? false,
          registered_at: new Date().toISOString(),
        })
        .onConflict(['account', 'region', 'cluster', 'namespace', 'release'])
        // Who registers again without a spec has not changed it.
        .merge([
          ...(['owner', 'system', 'ui_url', 'registered'] as const),
          ...(given.spec === null ? [] : (['spec'] as const)),
        ]);
      if (given.spec !== null) {
        await outdateDrift(tx, entityRef, given.spec);
      }
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
