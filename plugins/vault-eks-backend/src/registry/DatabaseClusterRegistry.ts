import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  ClusterRegistration,
  RegisteredCluster,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import type { ClusterRegistry } from './ClusterRegistry';
import { entityNameCandidates } from './entityName';

interface ClusterRow extends VaultClusterRef {
  readonly entity_ref: string;
  readonly owner: string;
  readonly system: string | null;
  readonly ui_url: string | null;
  readonly registered_at: string;
}

function coordinates(ref: VaultClusterRef): VaultClusterRef {
  const { account, region, cluster, namespace, release } = ref;
  return { account, region, cluster, namespace, release };
}

function fromRow(row: ClusterRow): RegisteredCluster {
  return {
    entityRef: row.entity_ref,
    ref: coordinates(row),
    owner: row.owner,
    registeredAt: row.registered_at,
    ...(row.system !== null && { system: row.system }),
    ...(row.ui_url !== null && { uiUrl: row.ui_url }),
  };
}

/** {@link ClusterRegistry} in the plugin's own database. */
export class DatabaseClusterRegistry implements ClusterRegistry {
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

  async list(): Promise<RegisteredCluster[]> {
    const rows = await this.#clusters().select('*').orderBy('entity_ref');
    return rows.map(fromRow);
  }

  async find(ref: VaultClusterRef): Promise<RegisteredCluster | undefined> {
    const row = await this.#clusters().where(coordinates(ref)).first();
    return row && fromRow(row);
  }

  async entityRefFor(ref: VaultClusterRef): Promise<string> {
    const known = await this.find(ref);
    if (known) {
      return known.entityRef;
    }
    const candidates = entityNameCandidates(ref).map(name =>
      stringifyEntityRef({ kind: 'resource', namespace: 'default', name }),
    );
    const taken = await this.#clusters()
      .whereIn('entity_ref', candidates)
      .pluck('entity_ref');
    const free = candidates.find(candidate => !taken.includes(candidate));
    if (!free) {
      throw new ConflictError(
        `Every name for the Vault of ${ref.cluster} is taken: ${candidates.join(
          ', ',
        )}. Unregister one of them first.`,
      );
    }
    return free;
  }

  async register(
    registration: ClusterRegistration,
  ): Promise<RegisteredCluster> {
    const entityRef = await this.entityRefFor(registration.ref);
    await this.#clusters()
      .insert({
        ...coordinates(registration.ref),
        entity_ref: entityRef,
        owner: registration.owner,
        system: registration.system ?? null,
        ui_url: registration.uiUrl ?? null,
        registered_at: new Date().toISOString(),
      })
      .onConflict(['account', 'region', 'cluster', 'namespace', 'release'])
      .merge(['owner', 'system', 'ui_url']);
    const registered = await this.find(registration.ref);
    if (!registered) {
      throw new ConflictError(
        `${entityRef} was unregistered while it was being registered; try again`,
      );
    }
    return registered;
  }

  async unregister(entityRef: string): Promise<void> {
    const removed = await this.#clusters()
      .where({ entity_ref: entityRef })
      .delete();
    if (removed === 0) {
      throw new NotFoundError(`${entityRef} is not registered`);
    }
  }

  #clusters() {
    return this.#db<ClusterRow>('clusters');
  }
}
