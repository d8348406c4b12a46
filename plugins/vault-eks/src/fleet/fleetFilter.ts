import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';

/** Which states to show; a Vault that nobody looked at yet is neither a problem nor healthy. */
export const HEALTH_FILTERS = ['all', 'problems', 'healthy'] as const;

/** One of them. */
export type HealthFilter = (typeof HEALTH_FILTERS)[number];

/** What a person narrows the list by; an empty text matches everything. */
export interface FleetFilter {
  readonly text: string;
  readonly health: HealthFilter;
  readonly account: string;
  readonly region: string;
}

export const NO_FILTER: FleetFilter = {
  text: '',
  health: 'all',
  account: '',
  region: '',
};

/** Whether somebody should look at this Vault. */
export function isProblem({ snapshot }: FleetCluster): boolean {
  return snapshot !== undefined && snapshot.health !== 'ok';
}

/** Whether the monitor found this Vault to be well. */
export function isHealthy({ snapshot }: FleetCluster): boolean {
  return snapshot?.health === 'ok';
}

function hasHealth(cluster: FleetCluster, health: HealthFilter): boolean {
  switch (health) {
    case 'problems':
      return isProblem(cluster);
    case 'healthy':
      return isHealthy(cluster);
    default:
      return true;
  }
}

/** Every word that may be looked for. */
function wordsOf({ entityRef, owner, ref, snapshot }: FleetCluster): string {
  return [
    entityRef,
    owner,
    ...Object.values(ref),
    snapshot?.leader?.pod,
    snapshot?.version,
    snapshot?.problem,
    snapshot?.worstFinding,
  ]
    .join('\n')
    .toLocaleLowerCase();
}

/** Whether a Vault is among those that are asked for; of a text, every word must occur. */
export function matchesFleetFilter(
  cluster: FleetCluster,
  { text, health, account, region }: FleetFilter,
): boolean {
  if (
    !hasHealth(cluster, health) ||
    (account && cluster.ref.account !== account) ||
    (region && cluster.ref.region !== region)
  ) {
    return false;
  }
  const asked = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const words = asked.length > 0 ? wordsOf(cluster) : '';
  return asked.every(word => words.includes(word));
}
