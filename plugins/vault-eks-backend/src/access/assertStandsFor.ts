import {
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import type { RegisteredCluster } from '@vault-eks/backstage-plugin-vault-eks-common';

/** Kind and namespace of an owner may be left out, as the catalog reads them. */
function fullOwner(owner: unknown, namespace?: string): string | undefined {
  if (typeof owner !== 'string') {
    return undefined;
  }
  try {
    return stringifyEntityRef(
      parseEntityRef(owner, {
        defaultKind: 'group',
        defaultNamespace: namespace,
      }),
    );
  } catch {
    return undefined;
  }
}

/**
 * An entity may stand for what is registered under its name when it has the same owner. Whoever may add entities could
 * else take the name before the portal does, and own what is registered under it.
 *
 * @throws ConflictError for one of another owner
 */
export function assertStandsFor(
  entity: Entity | undefined,
  { entityRef, owner }: Pick<RegisteredCluster, 'entityRef' | 'owner'>,
): void {
  const owned = fullOwner(entity?.spec?.owner, entity?.metadata.namespace);
  if (entity && owned !== fullOwner(owner)) {
    throw new ConflictError(
      `The catalog has an entity ${entityRef} already, of another owner than ${owner}. Have it renamed or removed, or give it the same owner; then register again`,
    );
  }
}
