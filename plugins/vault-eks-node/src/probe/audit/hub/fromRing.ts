import {
  matchesAuditFilter,
  type AuditFilter,
  type AuditTailRow,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isRow } from '../rowKey';

/** What a viewer wants to begin with. */
export interface Wanted {
  readonly history: number;
  readonly filter?: AuditFilter;
  /** Id of the last line that it has. */
  readonly after?: string;
}

const asksForSome = (filter: AuditFilter = {}) =>
  Object.values(filter).some(Boolean);

/**
 * The beginning for a viewer, if the ring holds all of it. What a viewer who comes back has already is decided as in
 * the logs of the pods: by place in the log of the same pod, by time in those of others.
 *
 * @returns `undefined` when it must be read from the pods
 */
export function fromRing(
  ring: { readonly rows: readonly AuditTailRow[]; readonly isWhole: boolean },
  wanted: Wanted,
): readonly AuditTailRow[] | undefined {
  const { history, filter, after } = wanted;
  const { rows, isWhole } = ring;
  const matches = (row: AuditTailRow) => matchesAuditFilter(row, filter);
  if (after !== undefined) {
    const place = rows.findIndex(row => isRow(row, after));
    if (place < 0) {
      return undefined;
    }
    const { pod } = rows[place].line;
    return rows.filter(
      (row, i) =>
        (row.line.pod === pod ? i > place : row.line.id > after) &&
        matches(row),
    );
  }
  const found = rows.filter(matches);
  return found.length >= history || (isWhole && !asksForSome(filter))
    ? found.slice(Math.max(0, found.length - history))
    : undefined;
}
