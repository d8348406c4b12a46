import {
  renderClaims,
  type DeployReport,
  type PlanStep,
  type RunStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** `1.2 s`, or `85 ms` when it was shorter. */
function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const renderStep = ({ outcome, title, durationMs }: RunStep) =>
  `${outcome.padEnd(8)} ${title} (${duration(durationMs)})`;

/** What was done, one thing a line, and how long all of it took. */
export function renderSteps(run: {
  readonly steps: readonly RunStep[];
  readonly changed: boolean;
  readonly durationMs: number;
}): string[] {
  const end = run.changed ? 'Done in' : 'Nothing had to change, in';
  return [...run.steps.map(renderStep), `${end} ${duration(run.durationMs)}.`];
}

/** What a destroy left, one thing a line, each with its reason. */
export function renderKept(kept: readonly PlanStep[]): string[] {
  return kept.map(
    ({ title, reason }) => `kept     ${title}, because ${reason}`,
  );
}

/** What a deploy did, as lines for a person. */
export function renderReport(report: DeployReport): string[] {
  const lines: string[] = report.findings.map(
    ({ severity, what, why, fix }) =>
      `[${severity}] ${what} ${why} Fix: ${fix}`,
  );
  lines.push(...report.steps.map(renderStep));
  lines.push(...renderClaims(report.claims));
  lines.push(
    report.changed
      ? `Done in ${duration(report.durationMs)}.`
      : `Nothing had to change (${duration(report.durationMs)}).`,
  );
  return lines;
}
