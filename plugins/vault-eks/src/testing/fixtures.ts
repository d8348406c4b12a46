import type { Entity } from '@backstage/catalog-model';
import type {
  AuditLine,
  ClusterSnapshot,
  FleetCluster,
  StatusTransition,
  VaultClusterStatus,
  VaultPodStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';

export const ENTITY_REF = 'resource:default/payments-prod';

export const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'payments-prod',
    namespace: 'default',
    annotations: {
      'vault-eks.io/cluster': 'payments-prod',
      'vault-eks.io/region': 'eu-west-1',
      'vault-eks.io/account': '111122223333',
    },
  },
  spec: { type: 'vault-cluster', owner: 'group:default/platform' },
};

export const otherEntity: Entity = {
  ...entity,
  metadata: { name: 'no-vault', namespace: 'default' },
};

export function aPod(change: Partial<VaultPodStatus> = {}): VaultPodStatus {
  return {
    name: 'vault-0',
    phase: 'Running',
    ready: true,
    restarts: 0,
    node: 'ip-10-0-1-23.eu-west-1.compute.internal',
    zone: 'eu-west-1a',
    role: 'standby',
    initialized: true,
    sealed: false,
    version: '1.21.4',
    ...change,
  };
}

/** A healthy Vault, led for 3 hours and 12 minutes unless `since` says otherwise. */
export function aStatus(
  change: Partial<VaultClusterStatus> = {},
  leader = 'vault-0',
  since = '2026-11-23T08:48:00Z',
): VaultClusterStatus {
  return {
    ref: {
      cluster: 'payments-prod',
      region: 'eu-west-1',
      account: '111122223333',
      namespace: 'vault',
      release: 'vault',
    },
    observedAt: '2026-11-23T12:00:00Z',
    sealed: false,
    initialized: true,
    leader: { pod: leader, since },
    replicas: { wanted: 3, ready: 3 },
    pods: ['vault-0', 'vault-1', 'vault-2'].map(name =>
      aPod({ name, role: name === leader ? 'active' : 'standby' }),
    ),
    version: '1.21.4',
    sealType: 'awskms',
    storageType: 'dynamodb',
    certificate: {
      subject: 'CN=vault.vault.svc',
      issuer: 'CN=kubernetes',
      notBefore: '2026-11-01T00:00:00Z',
      notAfter: '2027-11-01T00:00:00Z',
      daysLeft: 342,
      fingerprint256: 'AA:BB',
    },
    volumes: [
      {
        claim: 'audit-vault-0',
        phase: 'Bound',
        size: '10Gi',
        storageClass: 'vault-audit-gp3',
      },
    ],
    release: {
      name: 'vault',
      status: 'deployed',
      revision: 2,
      chartVersion: '0.34.1',
    },
    findings: [],
    ...change,
  };
}

export function aLine(id: string, change: Partial<AuditLine> = {}): AuditLine {
  const line = {
    id,
    pod: 'vault-0',
    time: '2026-11-23T12:18:46.806Z',
    type: 'response' as const,
    requestId: `request-${id}`,
    operation: 'read',
    path: `secret/data/${id}`,
    actor: 'userpass-alice',
    ...change,
  };
  return {
    ...line,
    raw: JSON.stringify({
      time: line.time,
      type: line.type,
      request: { operation: line.operation, path: line.path },
    }),
  };
}

/** What the monitor saw of a healthy Vault. */
export function aSnapshot(
  change: Partial<ClusterSnapshot> = {},
): ClusterSnapshot {
  return {
    health: 'ok',
    checkedAt: '2026-11-23T12:00:00Z',
    observedAt: '2026-11-23T12:00:00Z',
    failures: 0,
    sealed: false,
    initialized: true,
    leader: { pod: 'vault-0', since: '2026-11-23T08:48:00Z' },
    replicas: { wanted: 3, ready: 3 },
    version: '1.21.4',
    certificate: { notAfter: '2027-11-01T00:00:00Z', daysLeft: 342 },
    findings: { error: 0, warning: 0, info: 0 },
    ...change,
  };
}

/** A healthy Vault of the fleet. */
export function aFleetCluster(
  name: string,
  change: Partial<FleetCluster> = {},
): FleetCluster {
  return {
    entityRef: `resource:default/${name}`,
    ref: { ...aStatus().ref, cluster: `eks-${name}` },
    owner: 'group:default/platform',
    registeredAt: '2026-11-23T12:00:00Z',
    snapshot: aSnapshot(),
    ...change,
  };
}

/** The pod `to` leads since `at`. */
export function aLeaderChange(
  id: number,
  to: string | undefined,
  at: string,
): StatusTransition {
  return { id, entityRef: ENTITY_REF, kind: 'leader-changed', to, at };
}
