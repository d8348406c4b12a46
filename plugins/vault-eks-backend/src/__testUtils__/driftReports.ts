import type {
  DriftReport,
  PlanStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDrift } from '@vault-eks/backstage-plugin-vault-eks-node';

/** A thing that is as its spec says. */
export const keptStep = (id: string): PlanStep => ({
  id,
  phase: 'AWS',
  title: `The ${id}`,
  verb: 'keep',
  changes: [],
  observeMs: 1,
});

/** A thing whose value differs. */
export const updatedStep = (id: string): PlanStep => ({
  ...keptStep(id),
  verb: 'update',
  changes: [{ field: 'value', from: 's3cr3t-before', to: 's3cr3t-after' }],
});

/** A thing that was left out, as what takes a login is in a Vault of others. */
export const leftOutStep = (id: string): PlanStep => ({
  ...keptStep(id),
  reason: 'nobody can log in',
});

/** What the engine answers. */
export const driftReport = (...steps: PlanStep[]): DriftReport => ({
  drifted: steps.some(isDrift),
  steps,
  findings: [],
});
