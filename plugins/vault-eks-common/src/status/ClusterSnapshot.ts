import type { FindingSeverity } from './findings';
import type { CertificateStatus, HaLeader } from './VaultClusterStatus';

/**
 * How a cluster is, in one word: `error` needs someone now (sealed, unreachable, no leader, certificate at its end),
 * `warning` soon.
 */
export type ClusterHealth = 'ok' | 'warning' | 'error';

/**
 * Whether a cluster is as its spec says: `none` only when everything was compared and nothing differs, `drift` when
 * something was seen to differ, `unknown` when something could not be compared and nothing else differs.
 */
export type DriftState = 'none' | 'drift' | 'unknown';

/** How a cluster compares with the spec that it was registered with. */
export interface ClusterDrift {
  readonly state: DriftState;
  /** How many things differed when they could be compared last. */
  readonly count: number;
  /** What differs: names for a person, never values. */
  readonly names: readonly string[];
  /** ISO time of the last look, whether it could compare or not. */
  readonly lookedAt: string;
  /** ISO time of the last look that could compare; older than `lookedAt` when the newest could not, absent when none could. */
  readonly comparedAt?: string;
  /** Things that the last look could not compare; absent when there are none. */
  readonly notCompared?: readonly string[];
  /** Why the last look could not compare, in words for a person. */
  readonly problem?: string;
}

/** What the monitor last saw of a cluster: enough for a row of the fleet page. */
export interface ClusterSnapshot {
  readonly health: ClusterHealth;
  /** ISO time of the monitor's last look, whether the cluster answered or not. */
  readonly checkedAt: string;
  /** ISO time of what is shown here; absent as long as the cluster never answered. Older than `checkedAt` when it stopped. */
  readonly observedAt?: string;
  /** Why the last look failed, in words for a person; absent when the cluster answered. */
  readonly problem?: string;
  /** Looks in a row that failed. */
  readonly failures: number;
  /** ISO time before which a cluster that does not answer is left alone. */
  readonly retryAt?: string;
  readonly sealed?: boolean;
  readonly initialized?: boolean;
  readonly leader?: HaLeader;
  readonly replicas?: { readonly wanted: number; readonly ready: number };
  readonly version?: string;
  readonly certificate?: Pick<CertificateStatus, 'notAfter' | 'daysLeft'>;
  readonly findings: Readonly<Record<FindingSeverity, number>>;
  /** What the worst finding says. */
  readonly worstFinding?: string;
  /** Absent when the cluster was registered without its spec, and until the first look. */
  readonly drift?: ClusterDrift;
}
