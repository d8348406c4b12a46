import type { VaultClusterRef } from '../spec/annotations';
import type { ClusterProtections } from './ClusterProtections';
import type { Finding } from './findings';

/** What Vault calls a node's part in the HA cluster; `unreachable` when it did not answer. */
export type HaRole =
  | 'active'
  | 'standby'
  | 'sealed'
  | 'uninitialized'
  | 'unreachable';

/** One Vault pod, as Kubernetes and the pod itself describe it. */
export interface VaultPodStatus {
  readonly name: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly node?: string;
  readonly zone?: string;
  /** ISO time. */
  readonly startedAt?: string;
  readonly role: HaRole;
  readonly initialized?: boolean;
  readonly sealed?: boolean;
  readonly version?: string;
  readonly clockSkewMs?: number;
  /** Only on standbys: milliseconds since the last heartbeat from the active node. */
  readonly lastHeartbeatMs?: number;
  /** Why the pod could not be asked, in words for a person. */
  readonly problem?: string;
}

/** The serving certificate as seen in a TLS handshake. */
export interface CertificateStatus {
  readonly subject: string;
  readonly issuer: string;
  /** ISO time. */
  readonly notBefore: string;
  /** ISO time. */
  readonly notAfter: string;
  /** Whole days until {@link CertificateStatus.notAfter}. */
  readonly daysLeft: number;
  /** Upper-case hex pairs separated by colons. */
  readonly fingerprint256: string;
}

/** A persistent volume claim of a Vault pod. */
export interface AuditVolumeStatus {
  readonly claim: string;
  readonly phase: string;
  readonly size?: string;
  readonly storageClass?: string;
  /** Bytes that are taken; absent when the portal's identity may not look into the pod. */
  readonly usedBytes?: number;
  /** Bytes of the file system as its pod sees it: a little less than {@link AuditVolumeStatus.size}. */
  readonly capacityBytes?: number;
}

/** The Helm release, from its newest release secret. */
export interface HelmReleaseStatus {
  readonly name: string;
  readonly status: string;
  readonly revision: number;
  readonly chartVersion?: string;
}

/** Who leads, as the active node says of itself, and since when (ISO time). */
export interface HaLeader {
  readonly pod: string;
  readonly since: string;
}

/** What an on-call engineer needs to know of one Vault cluster. */
export interface VaultClusterStatus {
  readonly ref: VaultClusterRef;
  /** ISO time of the observation. */
  readonly observedAt: string;
  /** `true` when any reachable pod is sealed, `undefined` when none answered. */
  readonly sealed?: boolean;
  readonly initialized?: boolean;
  readonly leader?: HaLeader;
  readonly replicas: { readonly wanted: number; readonly ready: number };
  readonly pods: readonly VaultPodStatus[];
  readonly version?: string;
  readonly clusterName?: string;
  readonly clusterId?: string;
  readonly sealType?: string;
  /** The KMS key that unseals, as Vault's configuration names it: an ARN, an id or an alias. */
  readonly sealKey?: string;
  readonly storageType?: string;
  /** The DynamoDB table, as Vault's configuration names it. */
  readonly storageTable?: string;
  /** What AWS tells of {@link VaultClusterStatus.storageTable} and {@link VaultClusterStatus.sealKey}. */
  readonly protections?: ClusterProtections;
  readonly certificate?: CertificateStatus;
  readonly volumes: readonly AuditVolumeStatus[];
  readonly release?: HelmReleaseStatus;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /**
   * Set when the cluster cannot be reached and this is what the monitor saw last; its age is now minus
   * {@link VaultClusterStatus.observedAt}.
   */
  readonly stale?: {
    /** Why the cluster could not be reached, in words for a person. */
    readonly reason: string;
  };
}
