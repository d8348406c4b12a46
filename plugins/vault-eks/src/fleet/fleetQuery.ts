import { HEALTH_FILTERS, NO_FILTER, type FleetFilter } from './fleetFilter';
import { isFleetSortKey, PROBLEMS_FIRST, type FleetSort } from './fleetSort';

/** How many rows a page of the list may have; the first is the default. */
export const PAGE_SIZES = [25, 50, 100] as const;

/** Which page of a list, counted from 0, and how many rows it has. */
export interface Paging {
  readonly page: number;
  readonly size: number;
}

/** Which part of the fleet a person looks at. */
export interface FleetQuery {
  readonly filter: FleetFilter;
  readonly sort: FleetSort;
  readonly paging: Paging;
}

/** As they stand in the address of the page. */
const NAMES = [
  'filter',
  'health',
  'account',
  'region',
  'sort',
  'page',
  'rows',
] as const;

/** `certificate`, or turned around, `-certificate`. */
function readSort(text: string): FleetSort {
  const turned = text.startsWith('-');
  const by = turned ? text.slice(1) : text;
  return isFleetSortKey(by)
    ? { by, direction: turned ? 'desc' : 'asc' }
    : PROBLEMS_FIRST;
}

/** What an address asks for; whatever it says that is not known has its default, since people write addresses too. */
export function readFleetQuery(params: URLSearchParams): FleetQuery {
  const text = (name: (typeof NAMES)[number]) => params.get(name) ?? '';
  const page = Number(text('page'));
  return {
    filter: {
      text: text('filter'),
      health:
        HEALTH_FILTERS.find(health => health === text('health')) ??
        NO_FILTER.health,
      account: text('account'),
      region: text('region'),
    },
    sort: readSort(text('sort')),
    paging: {
      page: Number.isSafeInteger(page) && page > 1 ? page - 1 : 0,
      size:
        PAGE_SIZES.find(size => size === Number(text('rows'))) ?? PAGE_SIZES[0],
    },
  };
}

/** The address that asks for it: what is the default is left out, and what others put there stays. */
export function writeFleetQuery(
  { filter, sort, paging }: FleetQuery,
  others = new URLSearchParams(),
): URLSearchParams {
  const values: Record<(typeof NAMES)[number], string | number | false> = {
    filter: filter.text,
    health: filter.health !== NO_FILTER.health && filter.health,
    account: filter.account,
    region: filter.region,
    sort:
      (sort.by !== PROBLEMS_FIRST.by ||
        sort.direction !== PROBLEMS_FIRST.direction) &&
      `${sort.direction === 'desc' ? '-' : ''}${sort.by}`,
    page: paging.page > 0 && paging.page + 1,
    rows: paging.size !== PAGE_SIZES[0] && paging.size,
  };
  const params = new URLSearchParams(others);
  // All first, so that they always stand in the same order.
  NAMES.forEach(name => params.delete(name));
  for (const name of NAMES) {
    const value = values[name];
    if (value) {
      params.set(name, String(value));
    }
  }
  return params;
}
