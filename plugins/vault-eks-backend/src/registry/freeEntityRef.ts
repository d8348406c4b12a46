import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import type { VaultClusterRef } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Knex } from 'knex';
import { coordinates, type ClusterRow } from './clusterRow';
import { entityNameCandidates } from './entityName';

/**
 * The nicest entity ref that no other Vault has.
 *
 * @throws ConflictError when all are taken
 */
export async function freeEntityRef(
  db: Knex,
  ref: VaultClusterRef,
): Promise<string> {
  const candidates = entityNameCandidates(ref).map(name =>
    stringifyEntityRef({ kind: 'resource', namespace: 'default', name }),
  );
  const taken = await db<ClusterRow>('clusters')
    .whereIn('entity_ref', candidates)
    .whereNot(own => own.where(coordinates(ref)))
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
