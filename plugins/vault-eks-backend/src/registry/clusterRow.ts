import type {
  ClusterRegistration,
  ClusterSource,
  RegisteredCluster,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';

import { specColumn } from './specs';

/** A cluster, and everyone who told of it. */
export interface KnownCluster extends RegisteredCluster {
  readonly sources: readonly ClusterSource[];
}

/** A row of the table `clusters`. SQLite has no booleans and answers 0 or 1. */
export interface ClusterRow extends VaultClusterRef {
  readonly entity_ref: string;
  readonly owner: string;
  readonly system: string | null;
  readonly ui_url: string | null;
  readonly registered_at: string;
  readonly registered: boolean | number;
  readonly in_catalog: boolean | number;
  readonly in_config: boolean | number;
  readonly spec: string | null;
}

/** A row without its spec, which leaves the registry only to be compared with. */
export type KnownRow = Omit<ClusterRow, 'spec'>;

/** The columns of {@link KnownRow}. */
export const KNOWN_COLUMNS = [
  'account',
  'region',
  'cluster',
  'namespace',
  'release',
  'entity_ref',
  'owner',
  'system',
  'ui_url',
  'registered_at',
  'registered',
  'in_catalog',
  'in_config',
] as const satisfies readonly (keyof KnownRow)[];

/** By source, the column that says so. The first that is set decides on owner, system and UI address. */
export const SOURCE_COLUMNS = {
  registered: 'registered',
  config: 'in_config',
  catalog: 'in_catalog',
} as const satisfies Record<ClusterSource, keyof ClusterRow>;

const SOURCES = ['registered', 'config', 'catalog'] as const;

/** The columns that name a Vault. */
export function coordinates(ref: VaultClusterRef): VaultClusterRef {
  const { account, region, cluster, namespace, release } = ref;
  return { account, region, cluster, namespace, release };
}

/** The columns that whoever leads decides on: what the portal shows of it, and what it is compared with. */
export function details(
  registration: Omit<ClusterRegistration, 'ref'>,
): Pick<ClusterRow, 'owner' | 'system' | 'ui_url' | 'spec'> {
  return {
    owner: registration.owner,
    system: registration.system ?? null,
    ui_url: registration.uiUrl ?? null,
    spec: specColumn(registration.spec),
  };
}

/** Who told of it, the most trusted first. */
export function sourcesOf(row: KnownRow): ClusterSource[] {
  return SOURCES.filter(source => Boolean(row[SOURCE_COLUMNS[source]]));
}

/** What the portal knows of a cluster. */
export function fromRow(row: KnownRow): KnownCluster {
  return {
    entityRef: row.entity_ref,
    ref: coordinates(row),
    owner: row.owner,
    registeredAt: row.registered_at,
    ...(row.system !== null && { system: row.system }),
    ...(row.ui_url !== null && { uiUrl: row.ui_url }),
    sources: sourcesOf(row),
  };
}

/**
 * Whether someone who may change the registry or app-config told of it. Annotations alone can be written by anyone
 * who may add an entity, so they neither guard a Vault nor name it.
 */
export function isTrusted({ sources }: Pick<KnownCluster, 'sources'>): boolean {
  return sources.some(source => source !== 'catalog');
}
