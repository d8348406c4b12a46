import type {
  RegisteredCluster,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Observation } from './Observations';

/** What an on-call engineer wants to be told of. */
export type StatusChange = 'sealed' | 'leader';

/** A cluster that looks different from the last time. */
export interface ClusterChange {
  readonly cluster: RegisteredCluster;
  readonly changes: readonly StatusChange[];
  readonly status: VaultClusterStatus;
}

/** What a status says of seal and leader; where it is silent, what was known before still stands. */
export function observationOf(
  status: VaultClusterStatus,
  before: Observation = {},
): Observation {
  return {
    sealed: status.sealed ?? before.sealed,
    leader: status.leader?.pod ?? before.leader,
    leaderSince: status.leader?.since ?? before.leaderSince,
  };
}

/** A pod that lost the lead and won it again is a new leader too. */
export function changesBetween(
  before: Observation,
  now: Observation,
): StatusChange[] {
  const changes: StatusChange[] = [];
  if (now.sealed !== before.sealed) {
    changes.push('sealed');
  }
  if (now.leader !== before.leader || now.leaderSince !== before.leaderSince) {
    changes.push('leader');
  }
  return changes;
}
