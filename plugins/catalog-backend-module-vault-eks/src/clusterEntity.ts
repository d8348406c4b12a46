import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  parseEntityRef,
  type ResourceEntity,
} from '@backstage/catalog-model';
import {
  VAULT_EKS_ANNOTATIONS,
  type RegisteredCluster,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** Type of the entities that stand for a Vault cluster. */
export const VAULT_CLUSTER_TYPE = 'vault-cluster';

function titleOf({ cluster, namespace, release }: RegisteredCluster['ref']) {
  if (namespace !== release) {
    return `Vault ${namespace}/${release} on ${cluster}`;
  }
  return release === 'vault'
    ? `Vault on ${cluster}`
    : `Vault ${release} on ${cluster}`;
}

const DOCS = 'https://developer.hashicorp.com/vault/docs';

/** The catalog entity that stands for a registered Vault cluster, and the one of the EKS cluster that it runs on. */
export function clusterEntity(
  cluster: RegisteredCluster,
  options: { readonly eksCluster?: string } = {},
): ResourceEntity {
  const { ref, owner, system, uiUrl } = cluster;
  const { name, namespace } = parseEntityRef(cluster.entityRef);
  const location = `vault-eks-registry:${cluster.entityRef}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace,
      title: titleOf(ref),
      description: `HashiCorp Vault on the EKS cluster ${ref.cluster} in ${ref.region}`,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [VAULT_EKS_ANNOTATIONS.cluster]: ref.cluster,
        [VAULT_EKS_ANNOTATIONS.region]: ref.region,
        [VAULT_EKS_ANNOTATIONS.account]: ref.account,
        [VAULT_EKS_ANNOTATIONS.namespace]: ref.namespace,
        [VAULT_EKS_ANNOTATIONS.release]: ref.release,
      },
      tags: ['vault', 'eks'],
      links: [
        ...(uiUrl ? [{ url: uiUrl, title: 'Vault UI' }] : []),
        { url: DOCS, title: 'Vault documentation', icon: 'docs' },
      ],
    },
    spec: {
      type: VAULT_CLUSTER_TYPE,
      owner,
      ...(system && { system }),
      ...(options.eksCluster && { dependsOn: [options.eksCluster] }),
    },
  };
}
