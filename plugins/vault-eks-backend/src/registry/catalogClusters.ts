import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  VAULT_EKS_ANNOTATIONS,
  vaultClusterRefFromEntity,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AllowedTargets } from '../access/AllowedTargets';
import type { ToldCluster } from './ClusterSources';
import { clusterRegistrationSchema } from './registration';

const PAGE = 200;
const ANNOTATED = {
  [`metadata.annotations.${VAULT_EKS_ANNOTATIONS.cluster}` as const]: {
    $exists: true,
  },
} as const;

/** Entities that our own catalog module made of the registry tell nothing new. */
function isOurs(entity: Entity): boolean {
  return Boolean(
    entity.metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION]?.startsWith(
      'vault-eks-registry:',
    ),
  );
}

function toldBy(entity: Entity, targets: AllowedTargets): ToldCluster {
  const ref = vaultClusterRefFromEntity(entity);
  targets.assertAllowed(ref);
  const { owner, system } = clusterRegistrationSchema.parse({
    ref,
    owner: entity.spec?.owner,
    system: entity.spec?.system,
  });
  return { ref, owner, system, entityRef: stringifyEntityRef(entity) };
}

/**
 * The clusters that annotated entities of the catalog name; an entity whose annotations cannot be used is left out,
 * and the log says why.
 */
export async function readCatalogClusters(options: {
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly logger: LoggerService;
  readonly targets: AllowedTargets;
}): Promise<ToldCluster[]> {
  const { auth, catalog, logger, targets } = options;
  const credentials = await auth.getOwnServiceCredentials();
  const told: ToldCluster[] = [];
  let cursor: string | undefined;
  do {
    const page = await catalog.queryEntities(
      cursor
        ? { cursor, limit: PAGE }
        : {
            query: ANNOTATED,
            fields: ['kind', 'metadata', 'spec.owner', 'spec.system'],
            limit: PAGE,
          },
      { credentials },
    );
    for (const entity of page.items.filter(item => !isOurs(item))) {
      try {
        told.push(toldBy(entity, targets));
      } catch (error) {
        logger.debug(
          `${stringifyEntityRef(
            entity,
          )} has annotations of a Vault that cannot be used`,
          isError(error) ? error : undefined,
        );
      }
    }
    cursor = page.pageInfo.nextCursor;
  } while (cursor);
  return told;
}
