import {
  addCertificate,
  addCurrentCa,
  addServing,
} from '../../blueprint/certificate';
import type { BlueprintContext } from '../../blueprint/context';
import { addNamespace } from '../../blueprint/preparation';
import { createVaultPods } from '../../connections/vault';
import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import { kubernetesAccess } from '../../preflight/checks/kubernetesAccess';
import { presentCertificate } from '../../resources/kubernetes';
import type { AwsPart, ReadOutput } from './AwsPart';

/** What a certificate puts out: names only. */
export interface TlsPartOutputs {
  /** The secret that Vault serves from. */
  readonly secretName: string;
  /** The ConfigMap that its CA is published in, in the entry `ca.crt`. */
  readonly caConfigMap: string;
}

const podsOf = ({ kubernetes, spec }: BlueprintContext) =>
  createVaultPods({
    kubernetes,
    namespace: spec.namespace,
    release: spec.release,
  });

const outputsOf =
  (nodes: ReturnType<typeof addCertificate>) =>
  (read: ReadOutput): Partial<TlsPartOutputs> => ({
    secretName: read(nodes.certificate)?.secret,
    caConfigMap: read(nodes.ca)?.configMap,
  });

function addTls(
  graph: GraphBuilder,
  ctx: BlueprintContext,
  options: { readonly namespace?: NodeRef<unknown>; readonly force?: boolean },
) {
  const nodes = addCertificate(graph, ctx, options);
  const served = addServing(graph, ctx, { pods: podsOf(ctx), after: nodes });
  addCurrentCa(graph, ctx, { nodes, after: [served] });
  return outputsOf(nodes);
}

/** The certificate alone, with the namespace that it is in; pods that run already serve it in the end. */
export const certificatePart: AwsPart<TlsPartOutputs> = {
  checks: [kubernetesAccess],
  add: (graph, ctx) =>
    addTls(graph, ctx, { namespace: addNamespace(graph, ctx) }),
};

/** Refuses to renew what is not there, or what no pod serves. */
function addPresence(graph: GraphBuilder, ctx: BlueprintContext) {
  const { spec, names, kubernetes } = ctx;
  return graph.add({
    id: 'present-certificate',
    phase: 'Kubernetes',
    needs: {},
    make: () =>
      presentCertificate({ spec, kubernetes, secretName: names.tlsSecret }),
  });
}

/** A new certificate when the window is reached, or at once with `force`; every pod serves it in the end. */
export const renewalPart = ({
  force,
}: {
  readonly force: boolean;
}): AwsPart<TlsPartOutputs> => ({
  checks: [kubernetesAccess],
  add(graph, ctx) {
    addPresence(graph, ctx);
    return addTls(graph, ctx, { force });
  },
});
