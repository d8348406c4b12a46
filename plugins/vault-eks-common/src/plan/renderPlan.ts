import type { Plan, PlanStep } from './Plan';

const SIGNS: Record<PlanStep['verb'], string> = {
  create: '+',
  update: '~',
  replace: '!',
  keep: '=',
  adopt: '^',
  delete: '-',
  run: '>',
  unknown: '?',
};

function renderStep(step: PlanStep): string[] {
  const lines = [`${SIGNS[step.verb]} ${step.verb.padEnd(7)} ${step.title}`];
  for (const change of step.changes) {
    lines.push(
      `            ${change.field}: ${change.from ?? '(absent)'} -> ${
        change.to ?? '(absent)'
      }`,
    );
  }
  if (step.notLookedAt) {
    lines.push(`            not looked at: ${step.notLookedAt}`);
  }
  if (step.reason) {
    lines.push(`            because ${step.reason}`);
  }
  if (step.refusal) {
    lines.push(`            refused: ${step.refusal}`);
  }
  return lines;
}

/** The plan as lines for a person, in the order in which things would happen. */
export function renderPlan(plan: Plan): string[] {
  const lines: string[] = [];
  for (const finding of plan.findings) {
    lines.push(
      `[${finding.severity}] ${finding.what}`,
      `  Why: ${finding.why}`,
      `  Fix: ${finding.fix}`,
    );
  }
  let phase: string | undefined;
  for (const step of plan.steps) {
    if (step.phase !== phase) {
      phase = step.phase;
      lines.push(`${phase}:`);
    }
    lines.push(...renderStep(step).map(line => `  ${line}`));
  }
  const counts = (
    ['create', 'update', 'replace', 'adopt', 'delete', 'run', 'keep'] as const
  )
    .map(verb => ({ verb, n: plan.steps.filter(s => s.verb === verb).length }))
    .filter(({ n }) => n > 0)
    .map(({ verb, n }) => `${n} to ${verb}`);
  const unseen = plan.steps.filter(({ verb }) => verb === 'unknown').length;
  if (unseen > 0) {
    counts.push(`${unseen} not looked at`);
  }
  if (plan.blocked) {
    lines.push('Plan: blocked; nothing would be changed.');
  } else if (!plan.changes) {
    lines.push('Plan: nothing to change.');
  } else {
    lines.push(`Plan: ${counts.join(', ')}.`);
  }
  return lines;
}
