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

/** Adds the mount of the applications' secrets, and the policies that open it to them. */
export function addAppsMount(
  graph: GraphBuilder,
  { spec, session }: VaultContext,
  { after, release }: Place,
): readonly NodeRef<unknown>[] {
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
        make: () => vaultPolicy({ session, policy, admin }),
      }),
    ),
  ];
}

/** Adds one application: what all of them stand on, its role, and the proof by a pod of its own. */
export function addApp(
  graph: GraphBuilder,
  ctx: VaultContext,
  options: { readonly app: AppSpec; readonly prove: boolean },
): NodeRef<readonly VerifiedClaim[]> | undefined {
  const { spec, kubernetes, session } = ctx;
  const { app, prove } = options;
  const place = { phase: CLUSTER_PHASES.configure, needs: {} } as const;
  const role = graph.add({
    ...place,
    id: 'app-role',
    after: addAppsMount(graph, ctx, { after: [] }),
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
