import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { accessEntry } from './checks/accessEntry';
import { adminPrincipals } from './checks/adminPrincipals';
import { callerRights } from './checks/callerRights';
import { clusterState } from './checks/clusterState';
import { clusterVersion } from './checks/clusterVersion';
import { endpointNetwork } from './checks/endpointNetwork';
import { endpointZones } from './checks/endpoints/endpointZones';
import { unwantedEndpoints } from './checks/endpoints/unwantedEndpoints';
import { usedEndpoints } from './checks/endpoints/usedEndpoints';
import { foreignRelease } from './checks/foreignRelease';
import { iamPermissions } from './checks/iamPermissions';
import { otherInjectors } from './checks/injectors/otherInjectors';
import { kubernetesAccess } from './checks/kubernetesAccess';
import { loadBalancerController } from './checks/loadBalancerController';
import { nodes } from './checks/nodes';
import { quotas } from './checks/quotas';
import { volumeDriver } from './checks/volumeDriver';
import type { PreflightCheck, PreflightContext } from './PreflightCheck';
import { sentenceOf } from './sentenceOf';

/** Everything that is asked before anything changes. */
export const PREFLIGHT_CHECKS: readonly PreflightCheck[] = [
  clusterState,
  clusterVersion,
  kubernetesAccess,
  accessEntry,
  iamPermissions,
  callerRights,
  nodes,
  volumeDriver,
  endpointNetwork,
  usedEndpoints,
  endpointZones,
  unwantedEndpoints,
  quotas,
  loadBalancerController,
  foreignRelease,
  otherInjectors,
  adminPrincipals,
];

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Worst first. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** Whether a deploy must not start. */
export function isBlocked(findings: readonly Finding[]): boolean {
  return findings.some(finding => finding.severity === 'error');
}

function couldNotCheck(check: PreflightCheck, error: unknown): Finding {
  return {
    id: 'not-checked',
    severity: check.optional ? 'info' : 'warning',
    what: `Could not check ${check.subject}.`,
    why: sentenceOf(error),
    fix: 'Allow the call (docs/permissions), or check it by hand.',
  };
}

/** Runs all checks side by side and returns all that they find, worst first. */
export async function runPreflight(
  ctx: PreflightContext,
  checks: readonly PreflightCheck[] = PREFLIGHT_CHECKS,
): Promise<readonly Finding[]> {
  const results = await Promise.all(
    checks.map(async check => {
      try {
        return { check, findings: await check.run(ctx), failed: false };
      } catch (error) {
        ctx.signal.throwIfAborted();
        const findings = [couldNotCheck(check, error)];
        return { check, findings, failed: true };
      }
    }),
  );
  // When Kubernetes cannot be asked at all, one finding says so; the questions that went unanswered add nothing.
  const noAccess = results.some(
    ({ check, findings }) => check === kubernetesAccess && findings.length > 0,
  );
  return bySeverity(
    results
      .filter(r => !(noAccess && r.failed && r.check.asks === 'kubernetes'))
      .flatMap(r => r.findings),
  );
}
