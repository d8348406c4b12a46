import type { PlanStep } from './Plan';
import { renderPlan } from './renderPlan';
import { whatWasNotLookedAt } from './whatWasNotLookedAt';

const step = (title: string, rest: Partial<PlanStep>): PlanStep => ({
  ...{ id: title, phase: 'Configure', title, verb: 'keep', changes: [] },
  ...rest,
});

const steps = [
  step('Table', { changes: [], verb: 'create' }),
  step('Policy a', { verb: 'unknown', notLookedAt: 'No pod leads' }),
  step('Policy b', { verb: 'unknown', notLookedAt: 'No pod leads' }),
  step('Release', { verb: 'create', notLookedAt: 'it needs Key' }),
];

describe('renderPlan', () => {
  it('says what was not looked at, and why', () => {
    expect(
      renderPlan({ steps, findings: [], changes: true, blocked: false }),
    ).toEqual([
      'Configure:',
      '  + create  Table',
      '  ? unknown Policy a',
      '              not looked at: No pod leads',
      '  ? unknown Policy b',
      '              not looked at: No pod leads',
      '  + create  Release',
      '              not looked at: it needs Key',
      'Plan: 2 to create, 2 not looked at.',
    ]);
  });
});

describe('whatWasNotLookedAt', () => {
  it('gives each reason once', () => {
    expect(whatWasNotLookedAt(steps)).toBe(
      'Not looked at: Policy a, Policy b (No pod leads); Release (it needs Key)',
    );
    expect(whatWasNotLookedAt(steps.slice(0, 1))).toBeUndefined();
  });
});
