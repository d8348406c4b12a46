import { certificateAuthority } from '../../clusterIdentity';
import type { KubeObject } from '../../kubelet/PodHost';
import type { Registry } from '../store/Registry';
import {
  CERT_MANAGER,
  CERT_MANAGER_NAMESPACE,
  definitions,
} from './resourceTypes';

/** The issuer that the platform team of the cluster has made, by a CA of its own. */
const ISSUER = 'platform-ca';

function clusterIssuer(): KubeObject {
  return {
    apiVersion: `${CERT_MANAGER}/v1`,
    kind: 'ClusterIssuer',
    metadata: { name: ISSUER },
    spec: { ca: { secretName: ISSUER } },
  };
}

/** Installs cert-manager: its custom resources, its namespace, and a ClusterIssuer of the type CA; what is there stays. */
export async function seedCertManager(store: Registry): Promise<void> {
  const namespace = CERT_MANAGER_NAMESPACE;
  for (const { group, plural, object } of definitions()) {
    if (!store.get(group, plural, undefined, object.metadata.name)) {
      store.create(group, plural, object);
    }
  }
  if (!store.get('', 'namespaces', undefined, namespace)) {
    store.create('', 'namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
  }
  if (!store.get('', 'secrets', namespace, ISSUER)) {
    const ca = await certificateAuthority('CN=Platform CA');
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    store.create('', 'secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { name: ISSUER, namespace },
      data: {
        'tls.crt': base64(ca.caCertificatePem),
        'tls.key': base64(ca.caPrivateKeyPem),
      },
    });
  }
  if (!store.get(CERT_MANAGER, 'clusterissuers', undefined, ISSUER)) {
    store.create(CERT_MANAGER, 'clusterissuers', clusterIssuer());
  }
}
