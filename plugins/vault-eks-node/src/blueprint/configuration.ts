import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import {
  ADMIN_POLICY,
  adminRole,
  kubernetesAuth,
  kubernetesRole,
  OPERATOR,
  OPERATOR_POLICY,
  STATUS_READER_POLICY,
  vaultPolicy,
} from '../resources/vault';
import { CLUSTER_PHASES } from './phases';
import type { VaultContext } from './vaultContext';

/** Adds who may log in to Vault, and what they may do there. */
export function addConfiguration(
  graph: GraphBuilder,
  ctx: VaultContext,
  options: {
    readonly after: readonly NodeRef<unknown>[];
    /** The Vault that all of it is inside of. */
    readonly release: NodeRef<unknown>;
  },
) {
  const { spec, session } = ctx;
  const { after, release } = options;
  const admin = adminRole(spec);
  const common = {
    phase: CLUSTER_PHASES.configure,
    needs: {},
    endsWith: release,
  };
  const auth = graph.add({
    ...common,
    id: 'kubernetes-auth',
    after,
    make: () => kubernetesAuth({ session, admin }),
  });
  const policies = [ADMIN_POLICY, OPERATOR_POLICY, STATUS_READER_POLICY].map(
    policy =>
      graph.add({
        ...common,
        id: `policy-${policy.name}`,
        after,
        make: () => vaultPolicy({ session, policy, admin }),
      }),
  );
  return [admin, OPERATOR].map(role =>
    graph.add({
      ...common,
      id: `role-${role.name}`,
      // A login with a policy that does not exist yet may do nothing.
      after: [auth, ...policies],
      make: () => kubernetesRole({ session, role, admin }),
    }),
  );
}
