import { ConflictError } from '@backstage/errors';
import {
  parseSpec,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { fakeVaultEks, report } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createClusterDeployAction } from './createClusterDeployAction';

const input = { cluster: 'demo', region: 'eu-west-1' };

const asJson = (spec: VaultClusterSpec): unknown =>
  JSON.parse(JSON.stringify(spec));

describe('vault-eks:cluster:deploy', () => {
  it('puts out names and ARNs, and a report', async () => {
    const { outputs } = await runAction(
      createClusterDeployAction({ vaultEks: fakeVaultEks() }),
      { input },
    );
    expect(outputs).toEqual({
      ...report.outputs,
      changed: true,
      spec: asJson(parseSpec({ ...input, account: report.outputs.account })),
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
      spec: asJson(parseSpec(input)),
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

  it('hands the choices of a run to the engine, and a token only when it is a secret of the task', async () => {
    const vaultEks = fakeVaultEks();
    const action = createClusterDeployAction({ vaultEks });
    const choices = { reinitialise: 'vault-demo', vaultToken: 'hvs.token' };
    const { logged, outputs } = await runAction(action, {
      input: { ...input, ...choices },
      overrides: { secrets: { VAULT_TOKEN: 'hvs.token' } },
    });
    expect(vaultEks.deploy.mock.calls[0][1]).toMatchObject(choices);
    expect(vaultEks.deploy.mock.calls[0][0]).not.toHaveProperty('vaultToken');
    expect(JSON.stringify([logged, outputs])).not.toContain('hvs.token');
    expect(parseSpec(outputs.spec)).toMatchObject(input);

    for (const secrets of [undefined, { OTHER: 'hvs.other' }]) {
      const refused = runAction(action, {
        input: { ...input, vaultToken: 'hvs.token' },
        overrides: { secrets },
      });
      await expect(refused).rejects.toThrow(
        /^(?!.*hvs\.)vaultToken: hand the token in as a secret of the task/,
      );
    }
    expect(vaultEks.deploy).toHaveBeenCalledTimes(1);
  });

  it('puts no spec out whose values hold a secret of the task', async () => {
    const { outputs } = await runAction(
      createClusterDeployAction({ vaultEks: fakeVaultEks() }),
      {
        input: {
          ...input,
          values: { server: { extraArgs: '-key=s3cr3t-licence' } },
        },
        overrides: { secrets: { LICENCE: 's3cr3t-licence' } },
      },
    );
    expect(outputs.changed).toBe(true);
    expect(JSON.stringify(outputs)).not.toContain('s3cr3t');
    expect(outputs).not.toHaveProperty('spec');
  });

  it('takes fields of the form that were emptied again for left out', async () => {
    const vaultEks = fakeVaultEks();
    await runAction(createClusterDeployAction({ vaultEks }), {
      input: { ...input, reinitialise: '', vaultToken: '' },
    });
    const [, choices] = vaultEks.deploy.mock.calls[0];
    expect(choices.reinitialise).toBeUndefined();
    expect(choices.vaultToken).toBeUndefined();
  });

  it('reports what was not done, and does not fail for it', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.deploy.mockResolvedValue({
      ...report,
      claims: [
        {
          id: 'audit-devices',
          claim: 'Audit devices',
          passed: false,
          severity: 'warning',
          detail: 'not done: a token is needed',
        },
      ],
    });
    const { outputs } = await runAction(
      createClusterDeployAction({ vaultEks }),
      { input },
    );
    expect(outputs.report).toContain(
      'warn  Audit devices (not done: a token is needed)',
    );
  });
});
