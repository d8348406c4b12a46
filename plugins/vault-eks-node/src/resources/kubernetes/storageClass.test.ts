import { fakeKubernetes } from '../../testing/fakeKubernetes';
import { auditStorageClass } from './storageClass';

const owner = { cluster: 'demo', namespace: 'vault', release: 'vault' };
const ctx = { signal: new AbortController().signal, log: () => undefined };

describe('auditStorageClass', () => {
  it('is encrypted gp3 that outlives its claim', async () => {
    const kubernetes = fakeKubernetes();
    const made = auditStorageClass({
      owner,
      name: 'vault-audit-gp3',
      existing: false,
      kubernetes,
    });
    await made.create(ctx);
    expect(
      kubernetes.objects.get('StorageClass//vault-audit-gp3'),
    ).toMatchObject({
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: true,
    });
    const observed = await made.observe(ctx);
    expect(observed && made.diff(observed)).toEqual([]);
  });

  it('names the field that Kubernetes would not change', async () => {
    const kubernetes = fakeKubernetes();
    const wanted = auditStorageClass({
      owner,
      name: 'vault-audit-gp3',
      existing: false,
      kubernetes,
    });
    const changes = wanted.diff({
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3' },
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
    });
    expect(changes).toHaveLength(1);
    expect(changes[0].refusal).toMatch(/parameters.encrypted \(none\)/);
  });

  it('uses a class that the spec names as it is, and only an existing one', async () => {
    const kubernetes = fakeKubernetes();
    const named = auditStorageClass({
      owner,
      name: 'fast',
      existing: true,
      kubernetes,
    });
    expect(named.diff({ provisioner: 'other' })).toEqual([]);
    expect(named.adopted?.({ provisioner: 'other' })).toBe(true);
    await expect(named.create(ctx)).rejects.toThrow(
      /audit.storageClass: the cluster has no StorageClass fast/,
    );
  });

  it('goes only with the Vault that made it', async () => {
    const kubernetes = fakeKubernetes();
    const of = (release: string) =>
      auditStorageClass({
        owner: { ...owner, release },
        name: 'vault-audit-gp3',
        existing: false,
        kubernetes,
      });
    await of('vault').create(ctx);
    const verdict = async (release: string) => {
      const observed = await of(release).observe(ctx);
      return observed && of(release).removal?.(observed, ctx);
    };
    expect(await verdict('vault')).toEqual({ verb: 'delete' });
    expect(await verdict('second')).toEqual({
      verb: 'keep',
      reason: 'the Vault demo/vault/vault made it',
    });
  });
});
