import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';

/** What the list can be sorted by. */
export type FleetSortKey =
  | 'vault'
  | 'status'
  | 'leader'
  | 'replicas'
  | 'certificate'
  | 'findings'
  | 'cluster'
  | 'accountAndRegion'
  | 'owner'
  | 'version'
  | 'checked';

/** How the list is sorted. */
export interface FleetSort {
  readonly by: FleetSortKey;
  readonly direction: 'asc' | 'desc';
}

export const PROBLEMS_FIRST: FleetSort = { by: 'status', direction: 'asc' };

type SortValue = string | number | undefined;

/** Findings of one severity weigh more than any number of lesser ones. */
const WEIGHT = 1_000;

function urgency({ snapshot }: FleetCluster): number {
  if (!snapshot) {
    return 2;
  }
  return { error: 0, warning: 1, ok: 3 }[snapshot.health];
}

const VALUES: Record<FleetSortKey, (cluster: FleetCluster) => SortValue> = {
  vault: ({ entityRef }) => entityRef,
  status: urgency,
  leader: ({ snapshot }) => snapshot?.leader?.since,
  replicas: ({ snapshot }) =>
    snapshot?.replicas && snapshot.replicas.ready / snapshot.replicas.wanted,
  certificate: ({ snapshot }) => snapshot?.certificate?.daysLeft,
  findings: ({ snapshot }) =>
    snapshot &&
    (snapshot.findings.error * WEIGHT + snapshot.findings.warning) * WEIGHT +
      snapshot.findings.info,
  cluster: ({ ref }) => ref.cluster,
  accountAndRegion: ({ ref }) => `${ref.account} ${ref.region}`,
  owner: ({ owner }) => owner,
  version: ({ snapshot }) => snapshot?.version,
  checked: ({ snapshot }) => snapshot?.checkedAt,
};

/** Whether the list can be sorted by it. */
export const isFleetSortKey = (text: string): text is FleetSortKey =>
  Object.hasOwn(VALUES, text);

// Numbers within text count as numbers: 1.9 before 1.21, prod-2 before prod-10.
const collator = new Intl.Collator(undefined, { numeric: true });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : collator.compare(String(a), String(b));
}

/** Sorted anew; what has no value stands last either way, and equals stand by urgency and name. */
export function sortFleet(
  clusters: readonly FleetCluster[],
  { by, direction }: FleetSort,
): FleetCluster[] {
  const value = VALUES[by];
  const sign = direction === 'asc' ? 1 : -1;
  return [...clusters].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === undefined || y === undefined) {
      if (x !== y) {
        return x === undefined ? 1 : -1;
      }
    } else if (x !== y) {
      return sign * compare(x, y);
    }
    return urgency(a) - urgency(b) || compare(a.entityRef, b.entityRef);
  });
}
