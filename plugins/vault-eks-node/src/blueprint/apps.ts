import type {
  AppSpec,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import {
  adminRole,
  appPolicies,
  appProof,
  appRole,
  appsMount,
  vaultPolicy,
} from '../resources/vault';
import { CLUSTER_PHASES } from './phases';
import type { VaultContext } from './vaultContext';

/** Where the things stand in the graph. */
interface Place {
  readonly after: readonly NodeRef<unknown>[];
  /** The Vault that all of it is inside of, in a graph that has it. */
  readonly release?: NodeRef<unknown>;
}

/**
 * All applications have the same policies, so one that names another mount would take the secrets of the rest away from
 * them.
 */
const sharedPolicies = (mount: string) =>
  `it is that of every application of this Vault, and speaks of another mount than ${mount}/ or is of another release, so no onboarding writes it anew. Give the \`apps.mount\` of the deploy, or have who runs this Vault run the deploy, or vault-eks:vault:configure, once more.`;

/** Adds the mount of the applications' secrets, and the policies that open it to them. */
export function addAppsMount(
  graph: GraphBuilder,
  { spec, session }: Pick<VaultContext, 'spec' | 'session'>,
  options: Place & {
    /** Whether policies that are there stay as they are. */
    readonly keepsPolicies?: boolean;
  },
): readonly NodeRef<unknown>[] {
  const { after, release, keepsPolicies } = options;
  const { mount } = spec.apps;
  const admin = adminRole(spec);
  const place = {
    phase: CLUSTER_PHASES.configure,
    needs: {},
    endsWith: release,
    after,
  } as const;
  return [
    graph.add({
      ...place,
      id: 'apps-mount',
      make: () => appsMount({ session, admin, path: mount }),
    }),
    ...appPolicies(mount).map(policy =>
      graph.add({
        ...place,
        id: `policy-${policy.name}`,
        make: () =>
          vaultPolicy({
            ...{ session, policy, admin },
            keepBecause: keepsPolicies ? sharedPolicies(mount) : undefined,
          }),
      }),
    ),
  ];
}

/** Adds one application: what all of them stand on, its role, and the proof by a pod of its own. */
export function addApp(
  graph: GraphBuilder,
  ctx: Pick<VaultContext, 'spec' | 'session' | 'kubernetes'>,
  options: { readonly app: AppSpec; readonly prove: boolean },
): NodeRef<readonly VerifiedClaim[]> | undefined {
  const { spec, kubernetes, session } = ctx;
  const { app, prove } = options;
  const place = { phase: CLUSTER_PHASES.configure, needs: {} } as const;
  const role = graph.add({
    ...place,
    id: 'app-role',
    after: addAppsMount(graph, ctx, { after: [], keepsPolicies: true }),
    make: () => appRole({ session, app, wanted: 'present' }),
  });
  return prove
    ? graph.add({
        ...place,
        id: 'app-proof',
        phase: CLUSTER_PHASES.verify,
        kind: 'run',
        after: [role],
        make: () =>
          appProof({
            owner: spec,
            mount: spec.apps.mount,
            ...{ kubernetes, session, app },
          }),
      })
    : undefined;
}

/** Adds the end of one application: its role goes, its secrets stay. */
export function addAppRemoval(
  graph: GraphBuilder,
  { session }: VaultContext,
  app: AppSpec,
): NodeRef<unknown> {
  return graph.add({
    id: 'app-role',
    phase: CLUSTER_PHASES.configure,
    needs: {},
    make: () => appRole({ session, app, wanted: 'absent' }),
  });
}
