import type {
  ClusterDrift,
  DriftState,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { parseThings, titlesOf } from './things';

/** A row of the table `drifts`, as far as it is shown. SQLite has no booleans and answers 0 or 1. */
export interface DriftRow {
  readonly state: DriftState;
  readonly differs: string;
  readonly not_compared: string;
  readonly looked_at: string;
  readonly compared_at: string | null;
  readonly problem: string | null;
  readonly outdated: boolean | number;
}

/** The columns of {@link DriftRow}. */
export const DRIFT_COLUMNS = [
  'state',
  'differs',
  'not_compared',
  'looked_at',
  'compared_at',
  'problem',
  'outdated',
] as const satisfies readonly (keyof DriftRow)[];

const OUTDATED = 'it was registered again since; the next look will tell';

/** What people see of it; what was compared with another spec says nothing of this one. */
export function shownDrift(row: DriftRow): ClusterDrift {
  const names = titlesOf(parseThings(row.differs));
  const notCompared = titlesOf(parseThings(row.not_compared));
  const problem = row.outdated ? OUTDATED : row.problem;
  return {
    state: row.outdated ? 'unknown' : row.state,
    count: names.length,
    names,
    lookedAt: row.looked_at,
    ...(row.compared_at !== null && { comparedAt: row.compared_at }),
    ...(notCompared.length > 0 && { notCompared }),
    ...(problem !== null && { problem }),
  };
}
