import type { VaultPods } from '../connections/vault';
import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import {
  publishedCa,
  PublishedCaOutput,
  servedCertificates,
  serverCertificate,
  ServerCertificateOutput,
} from '../resources/kubernetes';
import type { BlueprintContext } from './context';
import { CLUSTER_PHASES } from './phases';

/** What the certificate is built from. */
export type CertificateContext = Pick<
  BlueprintContext,
  'spec' | 'names' | 'kubernetes'
>;

/** What others wait for. */
export interface CertificateNodes {
  readonly certificate: NodeRef<ServerCertificateOutput>;
  readonly ca: NodeRef<PublishedCaOutput>;
}

const phase = CLUSTER_PHASES.kubernetes;

/** Adds the certificate in its secret, and its CA where everybody finds it. */
export function addCertificate(
  graph: GraphBuilder,
  ctx: CertificateContext,
  options: {
    readonly namespace?: NodeRef<unknown>;
    readonly force?: boolean;
  } = {},
): CertificateNodes {
  const { spec, names, kubernetes } = ctx;
  const { namespace, force } = options;
  const inside = namespace ? [namespace] : [];
  const certificate = graph.add({
    id: 'server-certificate',
    phase,
    needs: {},
    inside,
    make: () =>
      serverCertificate({
        spec,
        secretName: names.tlsSecret,
        kubernetes,
        force,
      }),
  });
  const ca = graph.add({
    id: 'published-ca',
    phase,
    title: `CA of Vault in a ConfigMap of ${spec.namespace}`,
    needs: { certificate },
    inside,
    make: outputs =>
      publishedCa({
        owner: spec,
        kubernetes,
        caPem: outputs.certificate.caPem,
        secretName: names.tlsSecret,
        // Pods may still serve what the CA before this one signed.
        keepOthers: true,
      }),
  });
  return { certificate, ca };
}

/** Adds that every running pod serves what is in the secret, once its CA can be found. */
export function addServing(
  graph: GraphBuilder,
  { names, kubernetes }: CertificateContext,
  {
    pods,
    after,
  }: { readonly pods: VaultPods; readonly after: CertificateNodes },
): NodeRef<unknown> {
  const { certificate, ca } = after;
  return graph.add({
    id: 'served-certificate',
    phase,
    needs: {},
    endsWith: certificate,
    after: [certificate, ca],
    make: () =>
      servedCertificates({ kubernetes, pods, secretName: names.tlsSecret }),
  });
}

/** Adds that no older CA is published any more; for when no pod serves what it signed. */
export function addCurrentCa(
  graph: GraphBuilder,
  { spec, names, kubernetes }: CertificateContext,
  options: {
    readonly nodes: CertificateNodes;
    readonly after: readonly NodeRef<unknown>[];
  },
): NodeRef<unknown> {
  const { nodes, after } = options;
  const { certificate, ca } = nodes;
  return graph.add({
    id: 'current-ca',
    phase,
    title: `CA of Vault alone in a ConfigMap of ${spec.namespace}`,
    needs: { certificate },
    endsWith: ca,
    after: [ca, ...after],
    make: outputs =>
      publishedCa({
        owner: spec,
        kubernetes,
        caPem: outputs.certificate.caPem,
        secretName: names.tlsSecret,
        keepOthers: false,
      }),
  });
}
