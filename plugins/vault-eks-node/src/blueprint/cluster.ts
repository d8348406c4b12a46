import type { GraphBuilder } from '../engine/createGraph';
import {
  adminRole,
  auditDevices,
  initialisation,
  orNotDone,
  rootTokenRetired,
  unlessNotDone,
  verification,
} from '../resources/vault';
import { adminPaths } from './adminPaths';
import { addCurrentCa } from './certificate';
import { addConfiguration } from './configuration';
import type { AwsNodes, ClusterNodes } from './context';
import { CLUSTER_PHASES } from './phases';
import { addLeftovers } from './leftovers';
import { addPreparation } from './preparation';
import { addInjectorCa, addRelease, addRollOut } from './release';
import type { VaultContext } from './vaultContext';

/** Adds everything inside the EKS cluster: from the namespace to the verification of a Vault at work. */
export function addClusterResources(
  graph: GraphBuilder,
  ctx: VaultContext,
  aws: AwsNodes,
  options: { readonly leftovers: boolean; readonly startsOver: boolean },
): ClusterNodes {
  const { spec, names, kubernetes, session, custody, others } = ctx;
  const prepared = addPreparation(graph, ctx);
  const leftovers = options.leftovers ? addLeftovers(graph, ctx, prepared) : [];
  const release = addRelease(graph, ctx, aws, { ...prepared, leftovers });

  const upToDate = addRollOut(graph, ctx, release);
  const currentCa = addCurrentCa(graph, ctx, {
    nodes: prepared.tls,
    after: [upToDate],
  });
  const trusted = addInjectorCa(graph, ctx, aws, {
    ...{ ...prepared, release },
    after: [upToDate],
  });
  const initialised = graph.add({
    id: 'initialisation',
    phase: CLUSTER_PHASES.initialise,
    needs: {},
    endsWith: release,
    after: [upToDate, aws.custodySecret],
    make: () =>
      initialisation({
        spec,
        kubernetes,
        pods: session.pods,
        custody,
        table: names.table,
        startsOver: options.startsOver,
      }),
  });
  const withToken = unlessNotDone(graph, others.noToken);
  const audit = withToken.add({
    id: 'audit-devices',
    phase: CLUSTER_PHASES.audit,
    needs: {},
    endsWith: release,
    after: [initialised, ...prepared.accounts],
    make: () =>
      auditDevices({
        devices: spec.audit.devices,
        session,
        admin: adminRole(spec),
      }),
  });
  const roles = addConfiguration(withToken, ctx, {
    after: [audit],
    release,
    sts: aws.stsEndpoint,
  });
  const retired = unlessNotDone(graph, others.noRootToken).add({
    id: 'root-token-retired',
    phase: CLUSTER_PHASES.configure,
    needs: {},
    endsWith: release,
    after: roles,
    make: () => rootTokenRetired({ session, custody, admins: adminPaths(ctx) }),
  });
  const claims = graph.add({
    id: 'verification',
    phase: CLUSTER_PHASES.verify,
    kind: 'run',
    needs: {},
    after: [retired, currentCa, ...trusted],
    make: () => verification({ ...ctx, ...orNotDone(ctx) }),
  });
  return { claims, service: release };
}
