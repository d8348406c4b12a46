import type {
  Finding,
  PlanStep,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  driftReport,
  keptStep,
  leftOutStep,
  updatedStep,
} from '../../__testUtils__/driftReports';
import { comparisonOf, failedComparison } from './comparison';

const finding = (id: string): Finding => ({
  id,
  severity: 'error',
  what: 'The Kubernetes API at https://10.0.0.1 refuses arn:aws:iam::1:role/x.',
  why: 'it said so',
  fix: 'mend it',
});

const step = (rest: Partial<PlanStep>): PlanStep => ({
  ...keptStep('table'),
  ...rest,
});

describe('comparisonOf', () => {
  it('names what differs, without its values', () => {
    const comparison = comparisonOf(
      driftReport(keptStep('role'), updatedStep('table')),
    );
    expect(comparison).toEqual({
      differs: [{ id: 'table', title: 'The table' }],
      notCompared: [],
    });
  });

  it.each<[string, PlanStep]>([
    ['was left out', leftOutStep('table')],
    [
      'cannot be looked at',
      step({ verb: 'unknown', notLookedAt: 'nobody leads' }),
    ],
    [
      'stands on what is not there',
      step({ verb: 'create', notLookedAt: 'it needs the key' }),
    ],
  ])('does not call the same what %s', (_, unseen) => {
    expect(comparisonOf(driftReport(keptStep('role'), unseen))).toEqual({
      differs: [],
      notCompared: [{ id: 'table', title: 'The table' }],
    });
  });

  it('takes no account of what only runs', () => {
    const run = step({ id: 'check', verb: 'run', observeMs: undefined });
    expect(comparisonOf(driftReport(keptStep('role'), run))).toEqual({
      differs: [],
      notCompared: [],
    });
  });

  it.each([
    ['kubernetes-unauthorized', "the portal's own credentials do not allow it"],
    ['aws-denied', "the portal's own credentials do not allow it"],
    ['kubernetes-unreachable', 'it could not be reached'],
    ['nodes-below-replicas', 'it could not be compared'],
  ])('of nothing that was seen says why in general: %s', (id, problem) => {
    expect(
      comparisonOf({ drifted: false, steps: [], findings: [finding(id)] }),
    ).toEqual({ problem });
  });

  it('of nothing at all is a problem too', () => {
    expect(comparisonOf(driftReport())).toEqual({
      problem: 'it could not be compared',
    });
  });
});

describe('failedComparison', () => {
  it.each([
    ['InputError', 'its spec cannot be used'],
    ['TimeoutError', 'it did not answer in time'],
    ['Error', 'it could not be compared'],
  ])('gives nothing away: %s', (name, problem) => {
    const error = Object.assign(new Error('10.0.0.1 said s3cr3t'), { name });
    expect(failedComparison(error)).toEqual({
      problem: expect.stringContaining(problem),
    });
    expect(JSON.stringify(failedComparison(error))).not.toMatch(/10\.0|s3cr/);
  });
});
