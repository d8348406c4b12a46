import type {
  ClusterHealth,
  ClusterSnapshot,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** Days before its end from which a certificate is a worry, as the certificate's finding counts them. */
const WORRY_DAYS = 30;

function healthOf(status: VaultClusterStatus): ClusterHealth {
  const severities = status.findings.map(({ severity }) => severity);
  const daysLeft = status.certificate?.daysLeft ?? Infinity;
  if (
    status.sealed !== false ||
    status.initialized === false ||
    !status.leader ||
    daysLeft < 1 ||
    severities.includes('error')
  ) {
    return 'error';
  }
  return status.replicas.ready < status.replicas.wanted ||
    daysLeft < WORRY_DAYS ||
    severities.includes('warning')
    ? 'warning'
    : 'ok';
}

/** A row of the fleet page, of a cluster that answered. */
export function snapshotOf(
  status: VaultClusterStatus,
  checkedAt: string,
): ClusterSnapshot {
  const findings = { error: 0, warning: 0, info: 0 };
  for (const { severity } of status.findings) {
    findings[severity] += 1;
  }
  const { certificate } = status;
  return {
    health: healthOf(status),
    checkedAt,
    observedAt: status.observedAt,
    failures: 0,
    sealed: status.sealed,
    initialized: status.initialized,
    leader: status.leader,
    replicas: status.replicas,
    version: status.version,
    certificate: certificate && {
      notAfter: certificate.notAfter,
      daysLeft: certificate.daysLeft,
    },
    findings,
    worstFinding: status.findings[0]?.what,
  };
}

/** A row of the fleet page, of a cluster that did not answer: what was seen before, and why it is old. */
export function staleSnapshot(options: {
  readonly before?: ClusterSnapshot;
  readonly checkedAt: string;
  readonly failures: number;
  readonly problem: string;
  readonly retryAt: string;
}): ClusterSnapshot {
  const { before, ...now } = options;
  return {
    findings: { error: 0, warning: 0, info: 0 },
    ...before,
    ...now,
    health: 'error',
  };
}
