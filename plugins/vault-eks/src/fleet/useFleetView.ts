import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useMemo, useState } from 'react';
import {
  isHealthy,
  isProblem,
  matchesFleetFilter,
  NO_FILTER,
  type FleetFilter,
} from './fleetFilter';
import { PROBLEMS_FIRST, sortFleet, type FleetSort } from './fleetSort';

/** A list as a person looks at it. */
export interface FleetView {
  readonly filter: FleetFilter;
  readonly setFilter: (filter: FleetFilter) => void;
  readonly sort: FleetSort;
  readonly setSort: (sort: FleetSort) => void;
  /** What passes the filter, sorted. */
  readonly rows: readonly FleetCluster[];
  /** Of the whole list. */
  readonly counts: { readonly [state in FleetFilter['health']]: number };
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

const distinct = (values: readonly string[]) => [...new Set(values)].sort();

/** Filters and sorts the fleet as it changes; problems come first until somebody sorts otherwise. */
export function useFleetView(clusters: readonly FleetCluster[]): FleetView {
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState(PROBLEMS_FIRST);
  const rows = useMemo(
    () =>
      sortFleet(
        clusters.filter(cluster => matchesFleetFilter(cluster, filter)),
        sort,
      ),
    [clusters, filter, sort],
  );
  const facts = useMemo(
    () => ({
      counts: {
        all: clusters.length,
        problems: clusters.filter(isProblem).length,
        healthy: clusters.filter(isHealthy).length,
      },
      accounts: distinct(clusters.map(({ ref }) => ref.account)),
      regions: distinct(clusters.map(({ ref }) => ref.region)),
    }),
    [clusters],
  );
  return { filter, setFilter, sort, setSort, rows, ...facts };
}
