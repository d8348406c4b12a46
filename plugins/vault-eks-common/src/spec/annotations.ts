import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { awsAccount, awsRegion, dnsLabel, eksClusterName } from './identifiers';

/** Annotations that tie a catalog entity to one Vault on one EKS cluster. */
export const VAULT_EKS_ANNOTATIONS = {
  cluster: 'vault-eks.io/cluster',
  region: 'vault-eks.io/region',
  account: 'vault-eks.io/account',
  namespace: 'vault-eks.io/namespace',
  release: 'vault-eks.io/release',
} as const;

/** Which Vault: the coordinates that the annotations carry. */
export interface VaultClusterRef {
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
  readonly namespace: string;
  readonly release: string;
}

/** How the catalog calls a Vault where nothing else has that name. */
export function vaultEntityName({
  cluster,
  namespace,
  release,
}: Pick<VaultClusterRef, 'cluster' | 'namespace' | 'release'>): string {
  return namespace === release
    ? `${release}-${cluster}`
    : `${namespace}-${release}-${cluster}`;
}

/** Whether the catalog page of this entity has something to show. */
export function isVaultEksAvailable(entity: Entity): boolean {
  return Boolean(entity.metadata.annotations?.[VAULT_EKS_ANNOTATIONS.cluster]);
}

/**
 * Reads the coordinates from an entity's annotations; namespace and release default to `vault`.
 *
 * @throws InputError naming the annotation that is missing or malformed.
 */
export function vaultClusterRefFromEntity(entity: Entity): VaultClusterRef {
  const annotations = entity.metadata.annotations ?? {};
  const read = (key: keyof typeof VAULT_EKS_ANNOTATIONS, fallback?: string) => {
    const name = VAULT_EKS_ANNOTATIONS[key];
    const value = annotations[name] ?? fallback;
    if (!value) {
      throw new InputError(`The entity lacks the annotation ${name}`);
    }
    return value;
  };
  const ref: VaultClusterRef = {
    cluster: read('cluster'),
    region: read('region'),
    account: read('account'),
    namespace: read('namespace', 'vault'),
    release: read('release', 'vault'),
  };
  const shapes = {
    cluster: eksClusterName,
    region: awsRegion,
    account: awsAccount,
    namespace: dnsLabel('namespace'),
    release: dnsLabel('release'),
  } as const;
  for (const key of [
    'cluster',
    'region',
    'account',
    'namespace',
    'release',
  ] as const) {
    const checked = shapes[key].safeParse(ref[key]);
    if (!checked.success) {
      throw new InputError(
        `The annotation ${VAULT_EKS_ANNOTATIONS[key]} cannot be used: ${checked.error.issues[0].message}`,
      );
    }
  }
  return ref;
}
