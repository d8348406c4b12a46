import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import { loginServiceAccount } from '../resources/kubernetes';
import { loginRoles } from '../resources/vault';
import type { BlueprintContext } from './context';
import { CLUSTER_PHASES } from './phases';

/** Adds the service accounts by whose tokens people and the product log in. */
export function addLoginAccounts(
  graph: GraphBuilder,
  { spec, kubernetes }: Pick<BlueprintContext, 'spec' | 'kubernetes'>,
  options: { readonly inside: readonly NodeRef<unknown>[] },
): readonly NodeRef<unknown>[] {
  return loginRoles(spec).map(({ serviceAccount }) =>
    graph.add({
      id: `service-account-${serviceAccount}`,
      phase: CLUSTER_PHASES.kubernetes,
      needs: {},
      inside: options.inside,
      make: () =>
        loginServiceAccount({ owner: spec, name: serviceAccount, kubernetes }),
    }),
  );
}
