import { stsHost } from '../connections/aws/partition';
import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import type { InterfaceEndpointOutput } from '../resources/aws';
import {
  ADMIN_POLICY,
  adminRole,
  AUDITOR_POLICY,
  awsAdminRole,
  awsAuth,
  CHECKER_POLICY,
  kubernetesAuth,
  kubernetesRole,
  loginRoles,
  operatorPolicy,
  STATUS_READER_POLICY,
  vaultPolicy,
} from '../resources/vault';
import { addAppsMount } from './apps';
import { CLUSTER_PHASES } from './phases';
import type { VaultContext } from './vaultContext';

/** Where the configuration stands in the graph. */
interface Place {
  readonly after: readonly NodeRef<unknown>[];
  /** The Vault that all of it is inside of, in a graph that has it. */
  readonly release?: NodeRef<unknown>;
}

const common = ({ release }: Place) =>
  ({
    phase: CLUSTER_PHASES.configure,
    needs: {},
    endsWith: release,
  } as const);

/** Adds the logins by AWS identity. */
function addAwsLogins(
  graph: GraphBuilder,
  { spec, session, ownership }: VaultContext,
  options: Place & { readonly sts?: NodeRef<InterfaceEndpointOutput> },
): readonly NodeRef<unknown>[] {
  const { sts } = options;
  const { region } = spec;
  const { awsPrincipals: principals } = spec.admin;
  const admin = adminRole(spec);
  const place = common(options);
  const auth =
    principals.length > 0
      ? [
          graph.add({
            ...place,
            id: 'aws-auth',
            title: 'Auth method aws/',
            needs: { sts },
            after: options.after,
            make: outputs =>
              awsAuth({
                session,
                admin,
                region,
                stsEndpoint: outputs.sts?.url ?? `https://${stsHost(region)}`,
                serverId: ownership.owner,
              }),
          }),
        ]
      : [];
  return [
    graph.add({
      ...place,
      id: 'aws-admin-role',
      after: [...options.after, ...auth],
      make: () => awsAdminRole({ session, admin, principals }),
    }),
  ];
}

/** Adds who may log in to Vault, and what they may do there. */
export function addConfiguration(
  graph: GraphBuilder,
  ctx: VaultContext,
  options: Place & { readonly sts?: NodeRef<InterfaceEndpointOutput> },
): readonly NodeRef<unknown>[] {
  const { spec, session } = ctx;
  const { after, release, sts } = options;
  const admin = adminRole(spec);
  const place = common(options);
  const auth = graph.add({
    ...place,
    id: 'kubernetes-auth',
    after,
    make: () => kubernetesAuth({ session, admin }),
  });
  const policies = [
    ADMIN_POLICY,
    operatorPolicy(spec.apps.mount),
    AUDITOR_POLICY,
    CHECKER_POLICY,
    STATUS_READER_POLICY,
  ].map(policy =>
    graph.add({
      ...place,
      id: `policy-${policy.name}`,
      after,
      make: () => vaultPolicy({ session, policy, admin }),
    }),
  );
  // A login with a policy that does not exist yet may do nothing.
  const configured = [auth, ...policies];
  const roles = loginRoles(spec).map(role =>
    graph.add({
      ...place,
      id: `role-${role.name}`,
      after: configured,
      make: () => kubernetesRole({ session, role, admin }),
    }),
  );
  addAppsMount(graph, ctx, { after: configured, release });
  return [
    ...roles,
    ...addAwsLogins(graph, ctx, { after: configured, release, sts }),
  ];
}
