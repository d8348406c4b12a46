import type { GraphBuilder } from '../engine/createGraph';
import { auditStorageClass, vaultNamespace } from '../resources/kubernetes';
import { addCertificate, addServing } from './certificate';
import type { BlueprintContext } from './context';
import { addLoginAccounts } from './loginAccounts';
import { CLUSTER_PHASES } from './phases';
import type { VaultContext } from './vaultContext';

const phase = CLUSTER_PHASES.kubernetes;

/** Adds the namespace that everything else is in. */
export function addNamespace(
  graph: GraphBuilder,
  { spec, kubernetes }: Pick<BlueprintContext, 'spec' | 'kubernetes'>,
) {
  return graph.add({
    id: 'namespace',
    phase,
    needs: {},
    make: () => vaultNamespace({ owner: spec, kubernetes }),
  });
}

/** Adds the class of the volumes that the audit logs are on. */
export function addStorageClass(
  graph: GraphBuilder,
  { spec, names, kubernetes }: BlueprintContext,
) {
  return graph.add({
    id: 'storage-class',
    phase,
    needs: {},
    make: () =>
      auditStorageClass({
        owner: spec,
        name: names.storageClass,
        existing: spec.audit.storageClass !== undefined,
        kubernetes,
      }),
  });
}

/** Adds what must be in the EKS cluster before the chart is. */
export function addPreparation(graph: GraphBuilder, ctx: VaultContext) {
  const namespace = addNamespace(graph, ctx);
  const storageClass = addStorageClass(graph, ctx);
  const tls = addCertificate(graph, ctx, { namespace });
  const served = addServing(graph, ctx, { pods: ctx.session.pods, after: tls });
  const accounts = addLoginAccounts(graph, ctx, { inside: [namespace] });
  return { namespace, storageClass, tls, served, accounts };
}
