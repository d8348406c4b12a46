import type {
  ClusterRegistration,
  RegisteredCluster,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** The Vault clusters that the portal knows. */
export interface ClusterRegistry {
  /** By entity ref, in order. */
  list(): Promise<RegisteredCluster[]>;
  find(ref: VaultClusterRef): Promise<RegisteredCluster | undefined>;
  /** The entity ref that this Vault has, or would get. */
  entityRefFor(ref: VaultClusterRef): Promise<string>;
  /** Adds the cluster, or brings what is known of it up to date. */
  register(registration: ClusterRegistration): Promise<RegisteredCluster>;
  /** @throws NotFoundError when the cluster is not registered */
  unregister(entityRef: string): Promise<void>;
}
