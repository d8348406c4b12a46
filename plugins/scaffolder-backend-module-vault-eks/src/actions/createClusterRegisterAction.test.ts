import { mockCredentials } from '@backstage/backend-test-utils';
import { runAction } from '../__testUtils__/runAction';
import { createClusterRegisterAction } from './createClusterRegisterAction';

const input = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  owner: 'group:default/platform-team',
};

function fakeRegistry() {
  return {
    registerCluster: jest.fn().mockResolvedValue({
      entityRef: 'resource:default/vault-demo',
    }),
  };
}

describe('vault-eks:cluster:register', () => {
  it('registers on behalf of who started the task', async () => {
    const registry = fakeRegistry();
    const credentials = mockCredentials.user('user:default/ada');
    const { outputs } = await runAction(
      createClusterRegisterAction({ registry }),
      {
        input,
        overrides: { getInitiatorCredentials: async () => credentials },
      },
    );
    expect(registry.registerCluster).toHaveBeenCalledWith(
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
    expect(outputs).toEqual({
      entityRef: 'resource:default/vault-demo',
      entityPath: '/catalog/default/resource/vault-demo',
    });
  });

  it('needs the account', async () => {
    const registry = fakeRegistry();
    const { account, ...rest } = input;
    await expect(
      runAction(createClusterRegisterAction({ registry }), { input: rest }),
    ).rejects.toThrow('requires property "account"');
    expect(registry.registerCluster).not.toHaveBeenCalled();
  });

  it('registers nothing in a dry run', async () => {
    const registry = fakeRegistry();
    const { outputs } = await runAction(
      createClusterRegisterAction({ registry }),
      { input, overrides: { isDryRun: true } },
    );
    expect(registry.registerCluster).not.toHaveBeenCalled();
    expect(outputs.entityRef).toBe('resource:default/vault-demo');
  });
});
