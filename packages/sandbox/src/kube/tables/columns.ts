import { ACCESS } from './accessColumns';
import { CLUSTER } from './clusterColumns';
import { AGE, NAME, type Column, type Columns } from './column';
import { NETWORK } from './networkColumns';
import { STORAGE } from './storageColumns';
import { WORKLOADS } from './workloadColumns';

const COLUMNS: Columns = {
  ...WORKLOADS,
  ...NETWORK,
  ...STORAGE,
  ...ACCESS,
  ...CLUSTER,
};

/** The columns of `kubectl get` for a resource. */
export function columnsOf(plural: string): readonly Column[] {
  return COLUMNS[plural] ?? [NAME, AGE];
}
