import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from './certificateAuthority';
import { FakeKubernetes, fakeKubernetes } from './fakeKubernetes';
import { FakeVault, fakeVault } from './fakeVault';
import { startVaultNode, VaultNode } from './startVaultNode';

/** Three Vault nodes behind a fake API server: TLS and HTTP are real, Vault and Kubernetes are not. */
export interface VaultCluster {
  readonly ca: CertificateAuthority;
  readonly kubernetes: FakeKubernetes;
  readonly vault: FakeVault;
  readonly logs: Map<string, string[]>;
  close(): Promise<void>;
}

function podObject(name: string): V1Pod & KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'vault',
      labels: {
        'app.kubernetes.io/name': 'vault',
        'app.kubernetes.io/instance': 'vault',
        component: 'server',
        'helm.sh/chart': 'vault-0.34.1',
      },
    },
    spec: { nodeName: `node-of-${name}`, containers: [] },
    status: {
      phase: 'Running',
      startTime: new Date('2026-11-23T12:00:00Z'),
      containerStatuses: [
        {
          name: 'vault',
          image: 'vault',
          imageID: '',
          ready: true,
          restartCount: 0,
          state: { running: {} },
        },
      ],
    },
  };
}

export const POD_NAMES = ['vault-0', 'vault-1', 'vault-2'];

export async function startVaultCluster(): Promise<VaultCluster> {
  const ca = await createCertificateAuthority();
  const vault = fakeVault();
  const nodes = new Map<string, VaultNode>();
  const logs = new Map<string, string[]>();
  for (const name of POD_NAMES) {
    const node = await startVaultNode({
      ca,
      names: [`${name}.vault-internal`, 'vault-active.vault.svc'],
      answer: vault.answer(name),
    });
    nodes.set(name, node);
  }
  const kubernetes = fakeKubernetes({
    caPem: ca.pem,
    portForward: async ({ pod }) => {
      const node = nodes.get(pod);
      if (!node) {
        throw new Error(`no pod ${pod}`);
      }
      return await node.open();
    },
  });
  kubernetes.put(...POD_NAMES.map(podObject));
  kubernetes.put({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'vault-active-x',
      namespace: 'vault',
      labels: { 'kubernetes.io/service-name': 'vault-active' },
    },
    endpoints: [{ addresses: [], targetRef: { name: 'vault-0' } }],
  } as KubernetesObject);
  return {
    ca,
    kubernetes,
    vault,
    logs,
    async close() {
      await Promise.all([...nodes.values()].map(node => node.close()));
    },
  };
}
