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

/** A cluster that does not say whether it is sealed, or who leads, has not changed in that. */
export function changesBetween(
  before: Observation,
  now: Observation,
): StatusChange[] {
  return (['sealed', 'leader'] as const).filter(
    key => now[key] !== undefined && now[key] !== before[key],
  );
}
