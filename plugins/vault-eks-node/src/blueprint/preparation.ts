import type { GraphBuilder } from '../engine/createGraph';
import {
  auditStorageClass,
  loginServiceAccount,
  reloadCertificates,
  serverCertificate,
  vaultNamespace,
} from '../resources/kubernetes';
import { loginRoles } from '../resources/vault';
import type { BlueprintContext } from './context';
import { CLUSTER_PHASES } from './phases';

/** Adds what must be in the EKS cluster before the chart is. */
export function addPreparation(graph: GraphBuilder, ctx: BlueprintContext) {
  const { spec, names, kubernetes } = ctx;
  const phase = CLUSTER_PHASES.kubernetes;
  const namespace = graph.add({
    id: 'namespace',
    phase,
    needs: {},
    make: () => vaultNamespace({ owner: spec, kubernetes }),
  });
  const storageClass = graph.add({
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
  const certificate = graph.add({
    id: 'server-certificate',
    phase,
    needs: {},
    inside: [namespace],
    make: () =>
      serverCertificate({
        spec,
        secretName: names.tlsSecret,
        kubernetes,
        onRenewed: run => reloadCertificates({ spec, kubernetes, ctx: run }),
      }),
  });
  const accounts = loginRoles(spec).map(({ serviceAccount }) =>
    graph.add({
      id: `service-account-${serviceAccount}`,
      phase,
      needs: {},
      inside: [namespace],
      make: () =>
        loginServiceAccount({ owner: spec, name: serviceAccount, kubernetes }),
    }),
  );
  return { namespace, storageClass, certificate, accounts };
}
