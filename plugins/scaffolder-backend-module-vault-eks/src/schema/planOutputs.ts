import {
  type Finding,
  type PlanStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';

const step = z.object({
  id: z.string(),
  phase: z.string(),
  title: z.string(),
  verb: z.string(),
  changes: z.array(
    z.object({
      field: z.string(),
      from: z.string().optional(),
      to: z.string().optional(),
    }),
  ),
  refusal: z.string().optional(),
  reason: z.string().optional(),
  notLookedAt: z.string().optional(),
});

const finding = z.object({
  id: z.string(),
  severity: z.string(),
  what: z.string(),
  why: z.string(),
  fix: z.string(),
});

/** Each step of a plan, as JSON. */
export const stepsOutput = z
  .array(step)
  .describe(
    'Each thing as JSON: id, phase, title, verb, changes (field, from, to), refusal, the reason why a destroy keeps it, and notLookedAt, why nobody could look at it',
  );

/** Each finding of the checks, as JSON. */
export const findingsOutput = z
  .array(finding)
  .describe('Each finding as JSON: id, severity, what, why, fix');

/** The steps as an output takes them, without what differs from run to run. */
export function stepsAsJson(
  steps: readonly PlanStep[],
): z.output<typeof stepsOutput> {
  return stepsOutput.parse(steps);
}

/** The findings as an output takes them. */
export function findingsAsJson(
  findings: readonly Finding[],
): z.output<typeof findingsOutput> {
  return findings.map(found => ({ ...found }));
}
