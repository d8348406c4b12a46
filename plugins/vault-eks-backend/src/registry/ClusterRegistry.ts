import type {
  ClusterRegistration,
  FleetCluster,
  RegisteredCluster,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KnownCluster } from './clusterRow';

/** The Vault clusters that the portal knows. */
export interface ClusterRegistry {
  /** By entity ref, in order. */
  list(): Promise<RegisteredCluster[]>;
  find(ref: VaultClusterRef): Promise<KnownCluster | undefined>;
  /** The entity ref that this Vault has, or would get. */
  entityRefFor(ref: VaultClusterRef): Promise<string>;
  /** Whether all of it is registered already, so that registering it again changes nothing. */
  isRegistered(registration: ClusterRegistration): Promise<boolean>;
  /** Adds the cluster, or brings what is known of it up to date. */
  register(registration: ClusterRegistration): Promise<RegisteredCluster>;
  /**
   * Another source may still know of it, and keeps it in the fleet.
   *
   * @throws NotFoundError when the cluster is not known
   * @throws ConflictError when only app-config or the catalog knows it
   */
  unregister(entityRef: string): Promise<void>;
}

/** The fleet list. */
export interface Fleet {
  /** Every cluster with what the monitor saw last, problems first. */
  fleet(): Promise<FleetCluster[]>;
}
