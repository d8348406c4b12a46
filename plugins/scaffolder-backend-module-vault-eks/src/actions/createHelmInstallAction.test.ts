import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createHelmInstallAction } from './createHelmInstallAction';

const input = {
  cluster: 'demo',
  region: 'eu-west-1',
  tableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/vault',
  keyArn:
    'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  roleArn: 'arn:aws:iam::111122223333:role/platform/vault',
};

describe('vault-eks:helm:install', () => {
  it('installs by the spec and puts out addresses', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.ensure.mockResolvedValue({
      ...{ steps: [], changed: true, durationMs: 900 },
      outputs: {
        fullname: 'vault',
        serviceUrl: 'https://vault-active.vault.svc:8200',
      },
    });
    const run = await runAction(createHelmInstallAction({ vaultEks }), {
      input: { ...input, replicas: 5 },
    });
    expect(run.outputs).toEqual({
      report: 'Done in 900 ms.',
      changed: true,
      fullname: 'vault',
      serviceUrl: 'https://vault-active.vault.svc:8200',
    });
    const [spec, { dryRun }] = vaultEks.ensure.mock.calls[0];
    expect(spec).toMatchObject({ replicas: 5, chartVersion: '0.34.1' });
    expect(dryRun).toBe(false);
  });

  it.each([
    [{ tableArn: 'vault' }, /tableArn: use the ARN of a DynamoDB table/],
    [{ roleArn: 'vault' }, /roleArn: use the ARN of an IAM role/],
    [
      { keyArn: input.keyArn.replace('eu-west-1', 'us-east-1') },
      /keyArn: it is in us-east-1, the cluster in eu-west-1/,
    ],
    [
      { stsEndpointUrl: 'http://vpce-1.sts.amazonaws.com' },
      /stsEndpointUrl: use an address such as https/,
    ],
    [{ release: 'true' }, /release: the chart writes "true" without quotes/],
  ])('refuses %j by name before any call', async (bad, named) => {
    const vaultEks = fakeVaultEks();
    await expect(
      runAction(createHelmInstallAction({ vaultEks }), {
        input: { ...input, ...bad },
      }),
    ).rejects.toThrow(named);
    expect(vaultEks.ensure).not.toHaveBeenCalled();
  });

  it('takes the key of a dry run that has no id yet', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.ensure.mockResolvedValue({
      ...{ steps: [], changed: false, durationMs: 1, outputs: {} },
    });
    await runAction(createHelmInstallAction({ vaultEks }), {
      input: {
        ...input,
        keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/(new)',
      },
      overrides: { isDryRun: true },
    });
    expect(vaultEks.ensure.mock.calls[0][1].dryRun).toBe(true);
  });
});
