import { mockCredentials } from '@backstage/backend-test-utils';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { runAction } from '../__testUtils__/runAction';
import { createClusterRegisterAction } from './createClusterRegisterAction';

const input = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  owner: 'group:default/platform-team',
};

function fakeRegister() {
  return jest.fn().mockResolvedValue({
    entityRef: 'resource:default/vault-demo',
  });
}

describe('vault-eks:cluster:register', () => {
  const untilInCatalog = jest.fn();
  beforeEach(() => untilInCatalog.mockReset().mockResolvedValue(true));

  it('registers on behalf of who started the task', async () => {
    const registerCluster = fakeRegister();
    const credentials = mockCredentials.user('user:default/ada');
    const { outputs } = await runAction(
      createClusterRegisterAction({ registerCluster, untilInCatalog }),
      {
        input,
        overrides: { getInitiatorCredentials: async () => credentials },
      },
    );
    expect(registerCluster).toHaveBeenCalledWith(
      {
        ref: {
          cluster: 'demo',
          region: 'eu-west-1',
          account: '111122223333',
          namespace: 'vault',
          release: 'vault',
        },
        owner: 'group:default/platform-team',
      },
      { credentials, signal: undefined },
    );
    expect(untilInCatalog).toHaveBeenCalledWith('resource:default/vault-demo', {
      credentials,
      signal: undefined,
    });
    expect(outputs).toEqual({
      entityRef: 'resource:default/vault-demo',
      entityPath: '/catalog/default/resource/vault-demo',
    });
  });

  it('hands the whole spec in, and nothing that is none of it', async () => {
    const registerCluster = fakeRegister();
    const spec = { cluster: 'demo', region: 'eu-west-1', replicas: 5 };
    const run = (given: object, secrets?: Record<string, string>) =>
      runAction(
        createClusterRegisterAction({ registerCluster, untilInCatalog }),
        { input: { ...input, spec: given }, overrides: { secrets } },
      );
    await run(spec, { VAULT_TOKEN: 'hvs.s3cr3t-s3cr3t' });
    expect(registerCluster.mock.calls[0][0].spec).toEqual(parseSpec(spec));
    expect(JSON.stringify(registerCluster.mock.calls)).not.toContain('s3cr3t');

    await expect(
      run({ ...spec, vaultToken: 'hvs.s3cr3t-s3cr3t' }),
    ).rejects.toThrow(/vaultToken/);
    await expect(run({ ...spec, replicas: 0 })).rejects.toThrow(/replicas/);
    expect(registerCluster).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['itself', 's3cr3t-"quoted"\n'],
    ['in another text', 'https://user:s3cr3t-"quoted"\n@example.com'],
  ])(
    'refuses a spec whose values hold a secret of the task %s, without telling it',
    async (_, value) => {
      const registerCluster = fakeRegister();
      const refused = runAction(
        createClusterRegisterAction({ registerCluster, untilInCatalog }),
        {
          input: {
            ...input,
            spec: {
              cluster: 'demo',
              region: 'eu-west-1',
              values: { server: { extraArgs: value } },
            },
          },
          overrides: { secrets: { LICENCE: 's3cr3t-"quoted"\n' } },
        },
      );
      await expect(refused).rejects.toThrow(
        "spec: it holds LICENCE of this task's secrets",
      );
      await expect(refused).rejects.not.toThrow('s3cr3t');
      expect(registerCluster).not.toHaveBeenCalled();
    },
  );

  it('needs the account', async () => {
    const registerCluster = fakeRegister();
    const { account, ...rest } = input;
    await expect(
      runAction(
        createClusterRegisterAction({ registerCluster, untilInCatalog }),
        {
          input: rest,
        },
      ),
    ).rejects.toThrow('requires property "account"');
    expect(registerCluster).not.toHaveBeenCalled();
  });

  it('registers nothing in a dry run', async () => {
    const registerCluster = fakeRegister();
    const { outputs } = await runAction(
      createClusterRegisterAction({ registerCluster, untilInCatalog }),
      { input, overrides: { isDryRun: true } },
    );
    expect(registerCluster).not.toHaveBeenCalled();
    expect(outputs.entityRef).toBe('resource:default/vault-demo');
  });
});
