import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createRoleEnsureAction } from './createRoleEnsureAction';

const tableArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/vault';
const keyArn =
  'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const predicted = 'arn:aws:kms:eu-west-1:111122223333:key/(new)';
const input = { cluster: 'demo', region: 'eu-west-1', tableArn, keyArn };

describe('vault-eks:iam-role:ensure', () => {
  it('puts out what the role is called, and says in whose name it is made', async () => {
    const vaultEks = fakeVaultEks();
    const outputs = {
      roleName: 'vault',
      roleArn: 'arn:aws:iam::111122223333:role/vault',
      serviceAccount: 'vault/vault',
    };
    vaultEks.ensure.mockResolvedValue({
      ...{ steps: [], changed: true, durationMs: 900 },
      outputs,
    });
    const run = await runAction(createRoleEnsureAction({ vaultEks }), {
      input,
      overrides: { user: { ref: 'user:default/ada' } },
    });
    expect(run.outputs).toEqual({
      ...outputs,
      report: 'Done in 900 ms.',
      changed: true,
    });
    const [spec, options] = vaultEks.ensure.mock.calls[0];
    expect(spec.role.path).toBe('/');
    expect(options.initiator).toBe('user:default/ada');
  });

  it('takes the key that a dry run predicts, in a dry run only', async () => {
    const vaultEks = fakeVaultEks();
    const action = createRoleEnsureAction({ vaultEks });
    const run = { input: { ...input, keyArn: predicted } };
    await runAction(action, { ...run, overrides: { isDryRun: true } });
    expect(vaultEks.ensure).toHaveBeenCalledTimes(1);
    await expect(runAction(action, run)).rejects.toThrow(
      /^keyArn: use the ARN/,
    );
    expect(vaultEks.ensure).toHaveBeenCalledTimes(1);
  });

  it.each([
    [{ tableArn: 'vault' }, /^tableArn: use the ARN of a DynamoDB table/],
    [{ keyArn: 'alias/vault' }, /^keyArn: use the ARN of a KMS key/],
    [{ tableKeyArn: 'alias/tables' }, /^tableKeyArn: use the ARN of a KMS key/],
    [{ tableKeyArn: predicted }, /^tableKeyArn: use the ARN of a KMS key/],
    [{ tableKeyArn: keyArn }, /^tableKeyArn: the seal key unseals Vault/],
    [
      { tableKeyArn: keyArn.replace('eu-west-1', 'us-east-1') },
      /^tableKeyArn: it is in us-east-1, the cluster in eu-west-1/,
    ],
    [
      { tableArn: tableArn.replace('eu-west-1', 'us-east-1') },
      /^tableArn: it is in us-east-1, the cluster in eu-west-1/,
    ],
    [{ role: { path: 'vault' } }, /role\.path/],
    [{ replicas: 3 }, /replicas/],
  ])('refuses %j by name before any call', async (bad, named) => {
    const vaultEks = fakeVaultEks();
    await expect(
      runAction(createRoleEnsureAction({ vaultEks }), {
        input: { ...input, ...bad },
      }),
    ).rejects.toThrow(named);
    expect(vaultEks.ensure).not.toHaveBeenCalled();
  });
});
