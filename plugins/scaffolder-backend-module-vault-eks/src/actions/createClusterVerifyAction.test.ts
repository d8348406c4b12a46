import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createClusterVerifyAction } from './createClusterVerifyAction';

const input = { cluster: 'demo', region: 'eu-west-1' };

describe('vault-eks:cluster:verify', () => {
  it('puts out every claim', async () => {
    const { outputs } = await runAction(
      createClusterVerifyAction({ vaultEks: fakeVaultEks() }),
      { input },
    );
    expect(outputs).toEqual({
      passed: true,
      report: 'pass  a secret can be written\nAll 1 claims hold.',
      markdown: expect.stringContaining('| ✔ pass | a secret can be written |'),
      claims: [
        expect.objectContaining({
          claim: 'a secret can be written',
          passed: true,
        }),
      ],
    });
  });

  it('fails the step, naming each claim that did not hold', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.verify.mockResolvedValue([
      { id: 'service', claim: 'a secret can be written', passed: true },
      {
        id: 'injector',
        claim: 'the injector is ready',
        passed: false,
        detail: '0 of 2 pods',
      },
    ]);
    await expect(
      runAction(createClusterVerifyAction({ vaultEks }), { input }),
    ).rejects.toThrow(
      '1 of 2 claims did not hold: the injector is ready (0 of 2 pods)',
    );
  });

  it('puts the claims out and goes on when told to', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.verify.mockResolvedValue([
      { id: 'service', claim: 'a secret can be written', passed: false },
    ]);
    const { outputs } = await runAction(
      createClusterVerifyAction({ vaultEks }),
      { input: { ...input, continueOnFailure: true } },
    );
    expect(outputs).toMatchObject({
      passed: false,
      report: 'FAIL  a secret can be written\n0 of 1 claims hold, 1 failed.',
    });
  });

  it('tells what to do about a warning, and lets the step pass', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.verify.mockResolvedValue([
      {
        id: 'rotation',
        claim: 'the key rotates',
        passed: false,
        severity: 'warning',
        fix: 'Switch it on.',
      },
    ]);
    const { outputs } = await runAction(
      createClusterVerifyAction({ vaultEks }),
      { input },
    );
    expect(outputs).toMatchObject({
      passed: true,
      report:
        'warn  the key rotates\n      Fix: Switch it on.\n0 of 1 claims hold, 1 to be looked at.',
    });
  });

  it('tries nothing in a dry run, and does not claim that anything holds', async () => {
    const vaultEks = fakeVaultEks();
    const { outputs } = await runAction(
      createClusterVerifyAction({ vaultEks }),
      { input, overrides: { isDryRun: true } },
    );
    expect(vaultEks.verify).not.toHaveBeenCalled();
    expect(outputs).toEqual({
      passed: false,
      report: expect.stringContaining('A dry run tries nothing'),
    });
  });
});
