import type { Entity } from '@backstage/catalog-model';
import type {
  AuditTailEvent,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';

/** The Vault that every test has in its catalog. */
export const vaultProd: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'vault-prod',
    namespace: 'default',
    annotations: {
      'vault-eks.io/cluster': 'prod',
      'vault-eks.io/region': 'eu-west-1',
      'vault-eks.io/account': '111122223333',
    },
  },
  spec: { type: 'vault-cluster', owner: 'group:default/platform-team' },
};

/** The coordinates of {@link vaultProd}. */
export const prod = {
  cluster: 'prod',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};

/** A healthy status of {@link vaultProd}. */
export const healthy: VaultClusterStatus = {
  ref: prod,
  observedAt: '2026-11-24T00:00:00.000Z',
  sealed: false,
  initialized: true,
  leader: { pod: 'vault-0', since: '2026-11-23T00:00:00.000Z' },
  replicas: { wanted: 3, ready: 3 },
  pods: [],
  volumes: [],
  findings: [],
};

/** An engine whose answers a test may set. */
export function fakeVaultEks(): jest.Mocked<VaultEks> {
  return {
    plan: jest.fn().mockRejectedValue(new Error('not used by the API')),
    deploy: jest.fn().mockRejectedValue(new Error('not used by the API')),
    ensure: jest.fn().mockRejectedValue(new Error('not used by the API')),
    drift: jest.fn().mockRejectedValue(new Error('not used by the API')),
    destroy: jest.fn().mockRejectedValue(new Error('not used by the API')),
    verify: jest.fn().mockRejectedValue(new Error('not used by the API')),
    status: jest.fn().mockResolvedValue(healthy),
    tailAudit: jest.fn<
      AsyncIterable<AuditTailEvent>,
      Parameters<VaultEks['tailAudit']>
    >(async function* nothing() {}),
  };
}
