import { mockCredentials } from '@backstage/backend-test-utils';
import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createClusterDestroyAction } from './createClusterDestroyAction';

const input = { cluster: 'demo', region: 'eu-west-1' };
const confirmed = { ...input, confirm: 'demo/vault/vault' };

const kept = {
  id: 'dynamodb-table',
  phase: 'AWS',
  title: 'DynamoDB table vault-demo',
  verb: 'keep' as const,
  changes: [],
  reason: 'it holds all Vault data',
};

function build() {
  const vaultEks = fakeVaultEks();
  const unregisterCluster = jest
    .fn()
    .mockResolvedValue('resource:default/vault-demo');
  const action = createClusterDestroyAction({ vaultEks, unregisterCluster });
  return { vaultEks, unregisterCluster, action };
}

describe('vault-eks:cluster:destroy', () => {
  it('takes the Vault down, and out of the catalog last', async () => {
    const { vaultEks, unregisterCluster, action } = build();
    const order: string[] = [];
    vaultEks.destroy.mockImplementation(async () => {
      order.push('destroy');
      return {
        steps: [
          {
            ...{ id: 'helm-release', phase: 'Helm', title: 'Helm release' },
            ...{ outcome: 'deleted', durationMs: 80, after: [] },
          },
        ],
        kept: [kept],
        account: '111122223333',
        durationMs: 1500,
      };
    });
    unregisterCluster.mockImplementation(async () => {
      order.push('unregister');
      return 'resource:default/vault-demo';
    });
    const credentials = mockCredentials.user('user:default/ada');
    const { outputs } = await runAction(action, {
      input: { ...confirmed, alsoDelete: { volumes: 'vault/vault' } },
      overrides: { getInitiatorCredentials: async () => credentials },
    });
    expect(order).toEqual(['destroy', 'unregister']);
    expect(vaultEks.destroy.mock.calls[0][1]).toMatchObject({
      alsoDelete: { volumes: 'vault/vault' },
      dryRun: false,
    });
    expect(unregisterCluster).toHaveBeenCalledWith(
      {
        ...input,
        account: '111122223333',
        namespace: 'vault',
        release: 'vault',
      },
      { credentials, signal: undefined },
    );
    expect(outputs).toEqual({
      report:
        'kept     DynamoDB table vault-demo, because it holds all Vault data\ndeleted  Helm release (80 ms)\nDone in 1.5 s.',
      deleted: ['Helm release'],
      kept: [kept],
      steps: [],
      entityRef: 'resource:default/vault-demo',
    });
  });

  it.each([
    ['in a dry run', {}, { isDryRun: true }],
    ['when told to', { planOnly: true }, {}],
  ])('only plans %s, with nothing typed out', async (_, more, overrides) => {
    const { vaultEks, unregisterCluster, action } = build();
    vaultEks.destroy.mockResolvedValue({
      plan: { steps: [kept], findings: [], changes: true, blocked: false },
      ...{ steps: [], kept: [kept], durationMs: 1 },
    });
    const { outputs } = await runAction(action, {
      input: { ...input, ...more },
      overrides,
    });
    expect(vaultEks.destroy.mock.calls[0][1].dryRun).toBe(true);
    expect(outputs.report).toContain('because it holds all Vault data');
    expect(outputs.steps).toEqual([kept]);
    expect(unregisterCluster).not.toHaveBeenCalled();
  });

  it.each([
    [input, /confirm: type out demo\/vault\/vault/],
    [{ ...input, confirm: 'demo' }, /confirm: type out demo\/vault\/vault/],
    [{ ...confirmed, alsoDelete: { tables: 'x' } }, /tables/],
    [{ ...confirmed, replicas: 0 }, /replicas/],
  ])('refuses %j by name before any call', async (bad, named) => {
    const { vaultEks, unregisterCluster, action } = build();
    await expect(runAction(action, { input: bad })).rejects.toThrow(named);
    expect(vaultEks.destroy).not.toHaveBeenCalled();
    expect(unregisterCluster).not.toHaveBeenCalled();
  });

  it('leaves the catalog alone when the destroy did not end', async () => {
    const { vaultEks, unregisterCluster, action } = build();
    vaultEks.destroy.mockRejectedValue(new Error('a pod is still there'));
    await expect(runAction(action, { input: confirmed })).rejects.toThrow(
      'a pod is still there',
    );
    expect(unregisterCluster).not.toHaveBeenCalled();
  });
});
