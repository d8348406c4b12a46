import type { PlanStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isDrift } from './readDrift';

const step = (verb: PlanStep['verb'], rest: Partial<PlanStep> = {}) => ({
  ...{ id: 'table', phase: 'AWS', title: 'table', changes: [], verb },
  ...rest,
});

const changes = [{ field: 'owner', to: 'demo/vault/vault' }];

describe('isDrift', () => {
  it.each([
    ['keep', step('keep'), false],
    ['run', step('run'), false],
    ['use as it is', step('adopt'), false],
    ['take over', step('adopt', { changes }), true],
    ['create', step('create'), true],
    ['update', step('update', { changes }), true],
    ['replace', step('replace', { refusal: 'it has another key' }), true],
    ['create, not looked at', step('create', { notLookedAt: 'why' }), false],
    ['unknown', step('unknown', { notLookedAt: 'why' }), false],
    [
      'unknown, and would be refused',
      step('unknown', { notLookedAt: 'why', refusal: 'no' }),
      true,
    ],
    ['refuse', step('keep', { refusal: 'it is of others' }), true],
  ])('%s', (_, given, drifts) => {
    expect(isDrift(given)).toBe(drifts);
  });
});
