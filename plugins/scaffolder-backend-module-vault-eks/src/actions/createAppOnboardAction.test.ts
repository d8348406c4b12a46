import { NotAllowedError } from '@backstage/errors';
import { parse } from 'yaml';
import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createAppOffboardAction } from './createAppOffboardAction';
import { createAppOnboardAction } from './createAppOnboardAction';

const input = {
  cluster: 'demo',
  region: 'eu-west-1',
  app: { namespace: 'shop', serviceAccount: 'cart' },
};
const names = {
  role: 'app-shop.cart',
  policy: 'vault-eks-app',
  mount: 'kv',
  path: 'apps/shop/cart',
};
const claim = { id: 'app-login', claim: 'it logs in', passed: true };

function actionWith(
  outputs: object = { ...names, claims: [claim] },
  ownsNamespace = jest.fn().mockResolvedValue(['group:default/shop']),
) {
  const vaultEks = fakeVaultEks();
  vaultEks.ensure.mockResolvedValue({
    ...{ steps: [], changed: true, durationMs: 10 },
    outputs,
  });
  return {
    vaultEks,
    ownsNamespace,
    action: createAppOnboardAction({ vaultEks, ownsNamespace }),
  };
}

describe('vault-eks:app:onboard', () => {
  it('puts out the names and what to paste', async () => {
    const { action, ownsNamespace } = actionWith();
    const { outputs } = await runAction(action, { input });
    expect(ownsNamespace.mock.calls[0][0]).toMatchObject({
      cluster: 'demo',
      namespace: 'shop',
    });
    expect(outputs).toMatchObject({ ...names, changed: true, claims: [claim] });
    expect(outputs.report).toContain('it logs in');
    const { metadata, spec } = parse(String(outputs.podTemplate));
    expect(metadata.annotations).toMatchObject({
      'vault.hashicorp.com/role': 'app-shop.cart',
      'vault.hashicorp.com/agent-inject-secret-config':
        'kv/data/apps/shop/cart',
      'vault.hashicorp.com/agent-service-account-token-volume-name':
        spec.volumes[0].name,
    });
    const [{ serviceAccountToken }] = spec.volumes[0].projected.sources;
    expect(serviceAccountToken.audience).toBe('vault');
  });

  it("asks nothing of the cluster for a namespace that is not the caller's", async () => {
    const { action, vaultEks } = actionWith(
      names,
      jest.fn().mockRejectedValue(new NotAllowedError('shop is not yours')),
    );
    await expect(runAction(action, { input })).rejects.toThrow(
      'shop is not yours',
    );
    expect(vaultEks.ensure).not.toHaveBeenCalled();
  });

  it('fails the step when the pod was not refused the secret of another', async () => {
    const { action } = actionWith({
      ...names,
      claims: [
        claim,
        {
          id: 'x',
          claim: 'it is refused',
          passed: false,
          detail: 'it read it',
        },
      ],
    });
    await expect(runAction(action, { input })).rejects.toThrow(
      '1 of 2 claims did not hold: it is refused (it read it)',
    );
  });

  it.each([
    [{ namespace: 'kube-system', serviceAccount: 'cart' }, /kube-/],
    [{ namespace: 'vault', serviceAccount: 'vault-admin' }, /Vault's own/],
    [{ namespace: 'shop', serviceAccount: 'default' }, /serviceAccount/],
    [{ namespace: '*', serviceAccount: 'cart' }, /namespace/],
    [
      { namespace: 'shop', serviceAccount: 'cart', policy: 'path "*" {}' },
      /policy/,
    ],
  ])('refuses %j by name before anybody is asked', async (app, reason) => {
    const { action, ownsNamespace, vaultEks } = actionWith();
    await expect(
      runAction(action, { input: { ...input, app } }),
    ).rejects.toThrow(reason);
    expect(ownsNamespace).not.toHaveBeenCalled();
    expect(vaultEks.ensure).not.toHaveBeenCalled();
  });
});

describe('vault-eks:app:offboard', () => {
  it('asks for the namespace too, and says what stays', async () => {
    const { vaultEks, ownsNamespace } = actionWith(names);
    const action = createAppOffboardAction({ vaultEks, ownsNamespace });
    const { outputs } = await runAction(action, { input });
    expect(ownsNamespace).toHaveBeenCalledTimes(1);
    expect(outputs).toMatchObject({
      role: 'app-shop.cart',
      path: 'apps/shop/cart',
    });
  });
});
