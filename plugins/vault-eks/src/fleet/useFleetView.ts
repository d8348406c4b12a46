import type { FleetCluster } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useMemo } from 'react';
import {
  isHealthy,
  isProblem,
  matchesFleetFilter,
  type FleetFilter,
} from './fleetFilter';
import type { Paging } from './fleetQuery';
import { sortFleet, type FleetSort } from './fleetSort';
import { useFleetQuery } from './useFleetQuery';

/** A list as a person looks at it. */
export interface FleetView {
  readonly filter: FleetFilter;
  readonly setFilter: (filter: FleetFilter) => void;
  /** Key by key. */
  readonly typeText: (text: string) => void;
  readonly sort: FleetSort;
  readonly setSort: (sort: FleetSort) => void;
  /** The page is one that there is. */
  readonly paging: Paging;
  readonly setPaging: (paging: Paging) => void;
  /** What passes the filter, sorted; of all pages. */
  readonly rows: readonly FleetCluster[];
  /** Of the whole list. */
  readonly counts: { readonly [state in FleetFilter['health']]: number };
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

const distinct = (values: readonly string[]) => [...new Set(values)].sort();

/** Filters and sorts the fleet as it changes; problems come first until somebody sorts otherwise. */
export function useFleetView(clusters: readonly FleetCluster[]): FleetView {
  const { query, show, type } = useFleetQuery();
  const { filter, sort, paging } = query;
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
  const last = Math.max(0, Math.ceil(rows.length / paging.size) - 1);
  const fromTheStart = { ...paging, page: 0 };
  return {
    filter,
    setFilter: next => show({ ...query, filter: next, paging: fromTheStart }),
    typeText: text =>
      type({ ...query, filter: { ...filter, text }, paging: fromTheStart }),
    sort,
    setSort: next => show({ ...query, sort: next, paging: fromTheStart }),
    paging: { ...paging, page: Math.min(paging.page, last) },
    setPaging: next => show({ ...query, paging: next }),
    rows,
    ...facts,
  };
}
