import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  type BasicPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  isVaultEksAvailable,
  vaultClusterRefFromEntity,
  type RegisteredCluster,
  type VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import { isTrusted } from '../registry/clusterRow';
import type { AllowedTargets } from './AllowedTargets';
import { assertStandsFor } from './assertStandsFor';

/** Decides whether a caller may reach the Vault behind a catalog entity, and says which Vault that is. */
export class ClusterAccess {
  readonly #permissions: PermissionsService;
  readonly #catalog: CatalogService;
  readonly #registry: Pick<ClusterRegistry, 'find'>;
  readonly #targets: AllowedTargets;

  constructor(options: {
    readonly permissions: PermissionsService;
    readonly catalog: CatalogService;
    readonly registry: Pick<ClusterRegistry, 'find'>;
    readonly targets: AllowedTargets;
  }) {
    this.#permissions = options.permissions;
    this.#catalog = options.catalog;
    this.#registry = options.registry;
    this.#targets = options.targets;
  }

  /** @throws NotAllowedError when the policy denies it */
  async authorize(
    permission: ResourcePermission,
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [decision] = await this.#permissions.authorize(
      [{ permission, resourceRef: entityRef }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You may not use ${permission.name} on ${entityRef}`,
      );
    }
  }

  /**
   * Of what is on no entity.
   *
   * @throws NotAllowedError when the policy denies it
   */
  async authorizeBasic(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`You may not use ${permission.name}`);
    }
  }

  /**
   * Before a Vault gets an entity ref: the entity of that name decides from then on who may do what.
   *
   * @throws ConflictError when the catalog has one of another owner
   */
  async assertNameIsFree(
    registering: Pick<RegisteredCluster, 'entityRef' | 'owner'>,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { entityRef } = registering;
    const entity = await this.#catalog.getEntityByRef(entityRef, {
      credentials,
    });
    assertStandsFor(entity, registering);
  }

  /** The entity refs among those given for which the policy allows it. */
  async allowedAmong(
    permission: ResourcePermission,
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    if (entityRefs.length === 0) {
      return new Set();
    }
    const decisions = await this.#permissions.authorize(
      entityRefs.map(resourceRef => ({ permission, resourceRef })),
      { credentials },
    );
    return new Set(
      entityRefs.filter(
        (_, i) => decisions[i].result === AuthorizeResult.ALLOW,
      ),
    );
  }

  /**
   * Authorizes first, so that a person who may not look cannot learn what exists, then reads the entity
   * with the caller's own credentials: its annotations, not the request, say which Vault is meant.
   *
   * Annotations can be written by anyone who may add an entity, so a registered Vault is guarded by the
   * entity that it was registered as too.
   */
  async vaultOf(
    permission: ResourcePermission,
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<VaultClusterRef> {
    await this.authorize(permission, entityRef, credentials);
    const entity = await this.#catalog.getEntityByRef(entityRef, {
      credentials,
    });
    if (!entity) {
      throw new NotFoundError(`The catalog has no ${entityRef}`);
    }
    if (!isVaultEksAvailable(entity)) {
      throw new NotFoundError(
        `${entityRef} is not annotated as a Vault on EKS`,
      );
    }
    const ref = vaultClusterRefFromEntity(entity);
    this.#targets.assertAllowed(ref);
    const registered = await this.#registry.find(ref);
    if (
      registered &&
      isTrusted(registered) &&
      registered.entityRef !== entityRef
    ) {
      await this.authorize(permission, registered.entityRef, credentials);
    }
    return ref;
  }
}
