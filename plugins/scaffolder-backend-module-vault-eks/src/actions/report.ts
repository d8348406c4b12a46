import type {
  DeployReport,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** `1.2 s`, or `85 ms` when it was shorter. */
function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** The claims that were tried, one a line. */
export function renderClaims(claims: readonly VerifiedClaim[]): string[] {
  return claims.map(
    ({ claim, passed, detail }) =>
      `${passed ? 'pass' : 'FAIL'}  ${claim}${detail ? ` (${detail})` : ''}`,
  );
}

/** What a deploy did, as lines for a person. */
export function renderReport(report: DeployReport): string[] {
  const lines: string[] = report.findings.map(
    ({ severity, what, why, fix }) =>
      `[${severity}] ${what} ${why} Fix: ${fix}`,
  );
  for (const { outcome, title, durationMs } of report.steps) {
    lines.push(`${outcome.padEnd(8)} ${title} (${duration(durationMs)})`);
  }
  lines.push(...renderClaims(report.claims));
  lines.push(
    report.changed
      ? `Done in ${duration(report.durationMs)}.`
      : `Nothing had to change (${duration(report.durationMs)}).`,
  );
  return lines;
}
