import { mockCredentials } from '@backstage/backend-test-utils';
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
