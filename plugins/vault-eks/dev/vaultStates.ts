import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { aPod, aStatus } from '../src/testing/fixtures';
import { safeKey, safeTable } from '../src/testing/protections';
import { refusal } from '../src/testing/refusal';
import type { StillAnswers } from './StillVaultEksApi';

const now = new Date();
const ago = (minutes: number) =>
  new Date(now.getTime() - minutes * 60_000).toISOString();

const GIB = 1024 ** 3;

/** As a Vault of real life looks: everything that can be told is told. */
function full(change: Partial<VaultClusterStatus> = {}): VaultClusterStatus {
  return aStatus(
    {
      observedAt: now.toISOString(),
      clusterName: 'vault-cluster-7f0c2a1b',
      sealKey:
        'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      storageTable: 'vault-payments-prod',
      protections: { table: safeTable, key: safeKey },
      pods: ['vault-0', 'vault-1', 'vault-2'].map((name, n) =>
        aPod({
          name,
          role: n === 0 ? 'active' : 'standby',
          zone: `eu-west-1${'abc'[n]}`,
          startedAt: ago(9000 + n),
          clockSkewMs: 12 * n - 9,
          ...(n > 0 && { lastHeartbeatMs: 1200 * n }),
        }),
      ),
      volumes: [0, 1, 2].map(n => ({
        claim: `audit-vault-${n}`,
        phase: 'Bound',
        size: '10Gi',
        storageClass: 'vault-audit-gp3',
        usedBytes: [2.1, 8.4, 9.7][n] * GIB,
        capacityBytes: 9.8 * GIB,
      })),
      ...change,
    },
    'vault-0',
    ago(192),
  );
}

const FINDINGS: VaultClusterStatus['findings'] = [
  {
    id: 'seal-key-denied',
    severity: 'error',
    what: 'KMS refuses the key that unseals this Vault.',
    why: 'A pod that restarts stays sealed, and when all have restarted nothing can be read.',
    fix: 'Run the deploy again: it mends the role and tells what the policy of the key lacks.',
  },
  {
    id: 'certificate-expiry',
    severity: 'warning',
    what: 'The certificate ends in 12 days.',
    why: 'Clients refuse a listener whose certificate is over.',
    fix: 'Run the deploy again: it renews the certificate and lets Vault load it.',
  },
  {
    id: 'one-zone',
    severity: 'info',
    what: 'Two of three pods run in eu-west-1a.',
    why: 'When a zone fails, what is left must have a leader.',
    fix: 'Add nodes in other zones; pods spread when they are made anew.',
  },
];

const sealedPods = ['vault-0', 'vault-1', 'vault-2'].map(name =>
  aPod({ name, role: 'sealed', sealed: true, ready: false, restarts: 3 }),
);

/** What the card and the tab have to show, by name. */
export const VAULT_STATES: Readonly<
  Record<string, () => Promise<StillAnswers>>
> = {
  healthy: async () => ({ status: full() }),
  findings: async () => ({
    status: full({
      findings: FINDINGS,
      certificate: {
        subject: 'CN=vault.vault.svc',
        issuer: 'CN=kubernetes',
        notBefore: '2025-12-08T00:00:00Z',
        notAfter: ago(-12 * 24 * 60),
        daysLeft: 12,
        fingerprint256: Array.from({ length: 32 }, () => 'AB').join(':'),
      },
    }),
  }),
  sealed: async () => ({
    status: full({
      sealed: true,
      leader: undefined,
      replicas: { wanted: 3, ready: 0 },
      pods: sealedPods,
      findings: FINDINGS.slice(0, 1),
    }),
  }),
  partial: async () => ({
    status: full({
      replicas: { wanted: 3, ready: 2 },
      pods: [
        aPod({ role: 'active', clockSkewMs: 4 }),
        aPod({ name: 'vault-1', lastHeartbeatMs: 31_000, clockSkewMs: -2600 }),
        aPod({
          name: 'vault-2',
          role: 'unreachable',
          ready: false,
          sealed: undefined,
          initialized: undefined,
          version: undefined,
          problem:
            'The pod did not answer within 5 seconds: connect ETIMEDOUT 10.0.3.41:8200',
        }),
      ],
    }),
  }),
  'no leader': async () => ({
    status: full({ leader: undefined }),
  }),
  'protections off': async () => ({
    status: full({
      protections: {
        table: {
          deletionProtection: { state: 'off' },
          pointInTimeRecovery: { state: 'off' },
          encryption: { state: 'customer-key' },
        },
        key: {
          ...safeKey,
          usable: {
            state: 'PendingDeletion',
            deletionDate: ago(-21 * 24 * 60),
          },
          rotation: { state: 'off' },
        },
      },
      findings: [
        {
          id: 'seal-key-state',
          severity: 'error',
          what: 'Seal key alias/vault-payments is PendingDeletion and ends on 2026-12-24.',
          why: 'A pod that restarts stays sealed. Once the key is deleted, all data is lost.',
          fix: 'aws kms cancel-key-deletion --key-id alias/vault-payments --region eu-west-1',
        },
      ],
    }),
  }),
  'protections unknown': async () => ({
    status: full({
      protections: {
        table: {
          ...safeTable,
          pointInTimeRecovery: {
            state: 'unknown',
            reason: 'a right is missing',
            missingRight: 'dynamodb:DescribeContinuousBackups',
          },
        },
        key: {
          usable: { state: 'unknown', reason: 'AWS did not answer in time' },
          rotation: { state: 'unknown', reason: 'AWS did not answer in time' },
        },
      },
    }),
  }),
  'not initialised': async () => ({
    status: full({
      initialized: false,
      sealed: true,
      leader: undefined,
      certificate: undefined,
      replicas: { wanted: 3, ready: 0 },
      pods: sealedPods.map(pod => ({
        ...pod,
        role: 'uninitialized',
        initialized: false,
      })),
    }),
  }),
  'no pods': async () => ({
    status: full({
      sealed: undefined,
      initialized: undefined,
      leader: undefined,
      pods: [],
      volumes: [],
      certificate: undefined,
      release: undefined,
      replicas: { wanted: 3, ready: 0 },
      sealType: undefined,
      sealKey: undefined,
      storageType: undefined,
      storageTable: undefined,
      protections: undefined,
    }),
  }),
  stale: async () => ({
    status: full({
      observedAt: ago(134),
      stale: { reason: 'The cluster payments-prod did not answer in time' },
    }),
  }),
  loading: async () => ({ status: 'pending' }),
  unreachable: async () => ({
    status: await refusal(
      503,
      'ServiceUnavailableError',
      'The cluster payments-prod cannot be reached, and nothing is known of it yet',
    ),
  }),
  'denied by the backend': async () => ({
    status: await refusal(403, 'NotAllowedError', 'Owners only'),
  }),
};
