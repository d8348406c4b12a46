import type {
  Finding,
  PlanStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { planOf } from './planOf';

const step = (rest: Partial<PlanStep> = {}): PlanStep => ({
  ...{ id: 'table', phase: 'AWS', title: 'table', changes: [], verb: 'keep' },
  ...rest,
});
const finding = (severity: Finding['severity']): Finding => ({
  ...{ id: 'nodes', what: 'One node.', why: 'Three pods.', fix: 'Add two.' },
  severity,
});
const looked = (...value: PlanStep[]) =>
  ({ status: 'fulfilled', value } as const);
const failed = (name: string) =>
  ({
    status: 'rejected',
    reason: Object.assign(new Error('no'), { name }),
  } as const);

describe('planOf', () => {
  it('tells whether something changes, and whether anything blocks that', () => {
    const warning = [finding('warning')];
    expect(planOf(warning, looked(step()))).toMatchObject({
      findings: warning,
      changes: false,
      blocked: false,
    });
    expect(planOf([], looked(step({ verb: 'create' })))).toMatchObject({
      changes: true,
      blocked: false,
    });
    expect(planOf([], looked(step({ refusal: 'theirs' }))).blocked).toBe(true);
    const blocked = planOf([finding('error')], looked(step()));
    expect(blocked).toMatchObject({ blocked: true, steps: [{ id: 'table' }] });
  });

  it('lets a finding that blocks explain why something could not be looked at', () => {
    const findings = [finding('error')];
    expect(planOf(findings, failed('TimeoutError'))).toEqual({
      ...{ findings, steps: [], changes: false, blocked: true },
    });
  });

  it('makes a finding of a denial, and no secret of any other failure', () => {
    const plan = planOf([finding('info')], failed('AccessDeniedException'));
    expect(plan.blocked).toBe(true);
    expect(plan.findings.map(({ id }) => id)).toEqual(['aws-denied', 'nodes']);
    expect(() => planOf([], failed('TimeoutError'))).toThrow('no');
  });
});
