import type { StateStore } from '../../world';
import type { ClusterFacts } from '../admission/Strategy';
import { STRATEGIES } from '../admission/strategies';
import { ObjectTable } from './ObjectTable';
import { Registry } from './Registry';

/** The store of one cluster, with what `state` remembers of it. */
export function createStore(options: {
  readonly cluster: ClusterFacts;
  readonly state?: StateStore;
}): Registry {
  const { cluster, state } = options;
  const name = `kube-${cluster.name}`;
  const table = new ObjectTable(() =>
    state?.save(name, () => table.snapshot()),
  );
  const remembered = state?.load(name);
  if (remembered) table.restore(remembered);
  return new Registry(table, STRATEGIES, cluster);
}
