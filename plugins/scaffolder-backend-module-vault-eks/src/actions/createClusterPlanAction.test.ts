import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createClusterPlanAction } from './createClusterPlanAction';

const demo = { cluster: 'demo', region: 'eu-west-1' };

describe('vault-eks:cluster:plan', () => {
  it('logs the plan and puts it out', async () => {
    const vaultEks = fakeVaultEks();
    const { outputs, logged } = await runAction(
      createClusterPlanAction({ vaultEks }),
      { input: demo },
    );
    expect(outputs).toEqual({
      plan: 'AWS:\n  + create  DynamoDB table vault-demo\nPlan: 1 to create.',
      changes: true,
      blocked: false,
      findings: [],
      steps: [
        {
          id: 'dynamodb-table',
          phase: 'AWS',
          title: 'DynamoDB table vault-demo',
          verb: 'create',
          changes: [],
        },
      ],
    });
    expect(logged).toEqual(String(outputs.plan).split('\n'));
    expect(vaultEks.deploy).not.toHaveBeenCalled();
  });

  it('fills in the defaults, nested ones too', async () => {
    const vaultEks = fakeVaultEks();
    await runAction(createClusterPlanAction({ vaultEks }), {
      input: { ...demo, endpoints: { kms: 'none' } },
    });
    expect(vaultEks.plan.mock.calls[0][0]).toMatchObject({
      replicas: 3,
      endpoints: { kms: 'none', dynamodb: 'create', privateDns: true },
      custody: { recoveryShares: 5 },
    });
  });

  it('stops when the task is cancelled', async () => {
    const vaultEks = fakeVaultEks();
    const task = new AbortController();
    await runAction(createClusterPlanAction({ vaultEks }), {
      input: demo,
      overrides: { signal: task.signal },
    });
    task.abort();
    expect(vaultEks.plan.mock.calls[0][1].signal.aborted).toBe(true);
  });

  it.each([
    [{ ...demo, cluster: '-bad' }, /cluster/],
    [{ ...demo, replica: 3 }, /replica/],
    [{ ...demo, endpoints: { sts: 'yes' } }, /endpoints\.sts/],
    [{ ...demo, custody: { recoveryShares: 'five' } }, /recoveryShares/],
    [{ ...demo, ui: { exposure: 'internet-facing' } }, /ui\.sourceRanges/],
    [
      { ...demo, custody: { recoveryShares: 2, recoveryThreshold: 3 } },
      /custody\.recoveryThreshold: 3 of 2/,
    ],
  ])('refuses %j by name before any call', async (input, name) => {
    const vaultEks = fakeVaultEks();
    await expect(
      runAction(createClusterPlanAction({ vaultEks }), { input }),
    ).rejects.toThrow(name);
    expect(vaultEks.plan).not.toHaveBeenCalled();
  });
});
