import { fakeKubernetes } from '../../testing/fakeKubernetes';
import { vaultNamespace } from './namespace';

const owner = { cluster: 'demo', namespace: 'vault', release: 'vault' };
const ctx = { signal: new AbortController().signal, log: () => undefined };

async function differences(kubernetes = fakeKubernetes()) {
  const namespace = vaultNamespace({ owner, kubernetes });
  const observed = await namespace.observe(ctx);
  return observed && namespace.diff(observed);
}

describe('vaultNamespace', () => {
  it('is made with its owner and pod-security labels, and then kept', async () => {
    const kubernetes = fakeKubernetes();
    expect(await differences(kubernetes)).toBeUndefined();
    await vaultNamespace({ owner, kubernetes }).create(ctx);
    expect(await differences(kubernetes)).toEqual([]);
    expect(
      kubernetes.objects.get('Namespace//vault')?.metadata?.labels,
    ).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'baseline' });
  });

  it('claims an empty one', async () => {
    const kubernetes = fakeKubernetes();
    kubernetes.put({ kind: 'Namespace', metadata: { name: 'vault' } });
    expect(await differences(kubernetes)).toContainEqual({
      field: 'owner',
      from: 'nobody',
      to: 'demo/vault/vault',
    });
  });

  it('refuses one that holds things of others', async () => {
    const kubernetes = fakeKubernetes();
    kubernetes.put(
      { kind: 'Namespace', metadata: { name: 'vault' } },
      { kind: 'Pod', metadata: { name: 'db-0', namespace: 'vault' } },
    );
    expect((await differences(kubernetes))?.[0].refusal).toBe(
      'Namespace vault is in use by something else (Pod db-0); choose another `namespace`.',
    );
  });

  it('goes with its Vault, and stays when others live in it', async () => {
    const kubernetes = fakeKubernetes();
    const namespace = vaultNamespace({ owner, kubernetes });
    await namespace.create(ctx);
    kubernetes.put(
      {
        kind: 'Service',
        metadata: {
          name: 'vault',
          namespace: 'vault',
          labels: { 'app.kubernetes.io/instance': 'vault' },
        },
      },
      {
        kind: 'ConfigMap',
        metadata: { name: 'kube-root-ca.crt', namespace: 'vault' },
      },
    );
    const verdict = async () => {
      const observed = await namespace.observe(ctx);
      return observed && namespace.removal?.(observed, ctx);
    };
    expect(await verdict()).toEqual({ verb: 'delete' });
    kubernetes.put({
      kind: 'ConfigMap',
      metadata: { name: 'dashboards', namespace: 'vault' },
    });
    expect(await verdict()).toEqual({
      verb: 'keep',
      reason: 'it holds ConfigMap dashboards',
    });
  });
});
