import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { VaultClusterRef } from '@vault-eks/backstage-plugin-vault-eks-common';

/** As the AWS plugins of Backstage annotate the entity of an EKS cluster. */
const EKS_CLUSTER_ARN = 'amazon.com/eks-cluster-arn';
const PAGE = 200;

/** Finds the entity ref of an EKS cluster; undefined when the catalog has none. */
export type FindEksCluster = (
  ref: Pick<VaultClusterRef, 'account' | 'region' | 'cluster'>,
) => string | undefined;

// The partition (aws, aws-cn, …) says nothing that the region does not.
const ARN = /^arn:[^:]+:eks:([^:]+):([^:]+):cluster\/(.+)$/;

/** Reads which EKS clusters the catalog has, by their ARN. */
export async function readEksClusterEntities(options: {
  readonly auth: AuthService;
  readonly catalog: Pick<CatalogService, 'queryEntities'>;
}): Promise<FindEksCluster> {
  const credentials = await options.auth.getOwnServiceCredentials();
  const entityRefs = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await options.catalog.queryEntities(
      cursor
        ? { cursor, limit: PAGE }
        : {
            query: {
              [`metadata.annotations.${EKS_CLUSTER_ARN}`]: { $exists: true },
            },
            fields: ['kind', 'metadata'],
            limit: PAGE,
          },
      { credentials },
    );
    for (const entity of page.items) {
      const arn = entity.metadata.annotations?.[EKS_CLUSTER_ARN] ?? '';
      const [, region, account, cluster] = ARN.exec(arn) ?? [];
      if (cluster) {
        entityRefs.set(
          `${account}/${region}/${cluster}`,
          stringifyEntityRef(entity),
        );
      }
    }
    cursor = page.pageInfo.nextCursor;
  } while (cursor);
  return ({ account, region, cluster }) =>
    entityRefs.get(`${account}/${region}/${cluster}`);
}
