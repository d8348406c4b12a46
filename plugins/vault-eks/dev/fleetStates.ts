import type {
  ClusterSnapshot,
  FleetCluster,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { aFleetCluster, aSnapshot } from '../src/testing/fixtures';
import { refusal } from '../src/testing/refusal';
import type { StillAnswers } from './StillVaultEksApi';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];
const ACCOUNTS = ['111122223333', '444455556666'];

const { ref } = aFleetCluster('any');

const HOUR_MS = 3_600_000;

/** Looked at just now, unless `change` says otherwise. */
function seen(change: Partial<ClusterSnapshot> = {}): Partial<FleetCluster> {
  const now = Date.now();
  return {
    snapshot: aSnapshot({
      checkedAt: new Date(now).toISOString(),
      observedAt: new Date(now).toISOString(),
      leader: {
        pod: 'vault-0',
        since: new Date(now - 3.2 * HOUR_MS).toISOString(),
      },
      ...change,
    }),
  };
}

function worst(n: number): Partial<FleetCluster> {
  switch (n % 50) {
    case 3:
      return seen({
        health: 'error',
        sealed: true,
        leader: undefined,
        replicas: { wanted: 3, ready: 0 },
        findings: { error: 2, warning: 1, info: 0 },
        worstFinding: 'KMS refuses the key that unseals this Vault.',
      });
    case 11:
      return seen({
        health: 'error',
        problem: 'The cluster did not answer in time',
        observedAt: '2026-11-23T12:00:00Z',
        failures: 7,
      });
    case 17:
      return seen({
        health: 'warning',
        certificate: { notAfter: '2026-12-09T00:00:00Z', daysLeft: 12 },
        findings: { error: 0, warning: 1, info: 2 },
        worstFinding: 'The certificate ends in 12 days.',
      });
    case 23:
      return { snapshot: undefined };
    case 29:
      return seen({
        health: 'warning',
        drift: {
          state: 'drift',
          count: 2,
          names: ['table: point-in-time recovery', 'key: rotation'],
          lookedAt: new Date().toISOString(),
        },
      });
    default:
      return seen();
  }
}

function fleet(size: number): FleetCluster[] {
  return Array.from({ length: size }, (_, n) =>
    aFleetCluster(`vault-prod-${n}`, {
      ref: {
        ...ref,
        cluster: `prod-${n}`,
        region: REGIONS[n % 3],
        account: ACCOUNTS[n % 2],
      },
      ...(n % 4 === 0 && { uiUrl: `https://vault-${n}.example.com` }),
      ...worst(n),
    }),
  );
}

/** What the fleet page has to show, by name. */
export const FLEET_STATES: Readonly<
  Record<string, () => Promise<StillAnswers>>
> = {
  'fleet: 24 Vaults': async () => ({ clusters: fleet(24) }),
  'fleet: 500 Vaults': async () => ({ clusters: fleet(500) }),
  'fleet: monitor stopped': async () => ({
    clusters: [aFleetCluster('vault-prod')],
  }),
  'fleet: empty': async () => ({ clusters: [] }),
  'fleet: loading': async () => ({ clusters: 'pending' }),
  'fleet: failed': async () => ({
    clusters: await refusal(
      503,
      'ServiceUnavailableError',
      'The portal has lost its database',
    ),
  }),
};
