import type { PlanStep } from '@vault-eks/backstage-plugin-vault-eks-common';
import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createClusterDriftAction } from './createClusterDriftAction';

const input = { cluster: 'demo', region: 'eu-west-1' };
const step = {
  ...{ id: 'dynamodb-table', phase: 'AWS', title: 'DynamoDB table' },
  ...{ verb: 'keep' as const, changes: [] },
};
const differs = {
  ...step,
  verb: 'update' as const,
  changes: [{ field: 'pointInTimeRecovery', from: 'off', to: 'on' }],
};
const unseen = {
  ...step,
  title: 'Policy a',
  verb: 'unknown' as const,
  notLookedAt: 'No pod leads',
};
const finding = {
  ...{ id: 'nodes', severity: 'error' as const, what: 'Too few nodes.' },
  ...{ why: 'Each pod needs one.', fix: 'Add a node.' },
};

const driftOf = (...answer: Parameters<typeof fake>) =>
  createClusterDriftAction({ vaultEks: fake(...answer) });

function fake(steps: readonly PlanStep[], findings = [finding]) {
  const vaultEks = fakeVaultEks();
  const drifted = steps.some(({ verb }) => verb === 'update');
  vaultEks.drift.mockResolvedValue({ drifted, steps, findings });
  return vaultEks;
}

describe('vault-eks:cluster:drift', () => {
  it('says that nothing differs', async () => {
    const { outputs } = await runAction(driftOf([step], []), { input });
    expect(outputs).toEqual({
      drifted: false,
      report: 'No drift in 1 things.',
      steps: [step],
      findings: [],
    });
  });

  it('fails when something differs, naming it', async () => {
    await expect(
      runAction(driftOf([step, differs], []), { input }),
    ).rejects.toThrow('Not as specified: DynamoDB table.');
  });

  it('fails when a check finds an error, with its fix', async () => {
    await expect(runAction(driftOf([step]), { input })).rejects.toThrow(
      'Too few nodes. Add a node.',
    );
  });

  it('fails when something cannot be looked at, and calls it neither right nor wrong', async () => {
    await expect(
      runAction(driftOf([step, unseen], []), { input }),
    ).rejects.toThrow('Not looked at: Policy a (No pod leads).');
    const { outputs } = await runAction(driftOf([step, unseen], []), {
      input: { ...input, failOnDrift: false },
    });
    expect(outputs).toMatchObject({
      drifted: false,
      steps: [step, unseen],
      report: expect.stringMatching(
        /not looked at: No pod leads\nNo drift in 1 things\.\n1 not looked at\./,
      ),
    });
  });

  it('only tells when told to', async () => {
    const { outputs } = await runAction(driftOf([step, differs]), {
      input: { ...input, failOnDrift: false },
    });
    expect(outputs.drifted).toBe(true);
    expect(outputs.report).toContain('pointInTimeRecovery: off -> on');
    expect(outputs.findings).toEqual([finding]);
  });
});
