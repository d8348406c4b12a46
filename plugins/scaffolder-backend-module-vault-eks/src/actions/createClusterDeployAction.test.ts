import { ConflictError } from '@backstage/errors';
import { fakeVaultEks, report } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createClusterDeployAction } from './createClusterDeployAction';

const input = { cluster: 'demo', region: 'eu-west-1' };

describe('vault-eks:cluster:deploy', () => {
  it('puts out names and ARNs, and a report', async () => {
    const { outputs } = await runAction(
      createClusterDeployAction({ vaultEks: fakeVaultEks() }),
      { input },
    );
    expect(outputs).toEqual({
      ...report.outputs,
      changed: true,
      report: [
        'created  DynamoDB table vault-demo (1.2 s)',
        'pass  a secret can be written',
        'Done in 5.7 s.',
      ].join('\n'),
    });
  });

  it('plans in a dry run and deploys nothing', async () => {
    const vaultEks = fakeVaultEks();
    const { outputs } = await runAction(
      createClusterDeployAction({ vaultEks }),
      { input, overrides: { isDryRun: true } },
    );
    expect(outputs).toEqual({
      report: expect.stringContaining('Plan: 1 to create.'),
      changed: false,
    });
    expect(vaultEks.deploy).not.toHaveBeenCalled();
  });

  it('fails when what was deployed does not hold', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.deploy.mockResolvedValue({
      ...report,
      claims: [
        { id: 'service', claim: 'a secret can be written', passed: false },
      ],
    });
    await expect(
      runAction(createClusterDeployAction({ vaultEks }), { input }),
    ).rejects.toThrow(/a secret can be written/);
  });

  it('fails with the reason when the engine refuses', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.deploy.mockRejectedValue(
      new ConflictError('The namespace vault belongs to another release'),
    );
    await expect(
      runAction(createClusterDeployAction({ vaultEks }), { input }),
    ).rejects.toThrow('The namespace vault belongs to another release');
  });
});
