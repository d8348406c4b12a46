import { fakeKubernetes } from '../../testing/fakeKubernetes';
import { auditVolumes } from './auditVolumes';

const ctx = { signal: new AbortController().signal, log: () => undefined };

const claim = (name: string, labels: Record<string, string> = {}) => ({
  kind: 'PersistentVolumeClaim',
  metadata: {
    name,
    namespace: 'vault',
    labels: {
      'app.kubernetes.io/name': 'vault',
      'app.kubernetes.io/instance': 'vault',
      component: 'server',
      ...labels,
    },
  },
  spec: { volumeName: `pvc-${name}` },
});

const volumesOf = (kubernetes = fakeKubernetes()) =>
  auditVolumes({ kubernetes, namespace: 'vault', release: 'vault' });

describe('auditVolumes', () => {
  it('are the claims of this release only', async () => {
    const kubernetes = fakeKubernetes();
    expect(await volumesOf(kubernetes).observe(ctx)).toBeUndefined();
    kubernetes.put(
      claim('audit-vault-0'),
      claim('audit-other-0', { 'app.kubernetes.io/instance': 'other' }),
    );
    const observed = await volumesOf(kubernetes).observe(ctx);
    expect(observed?.map(({ metadata }) => metadata?.name)).toEqual([
      'audit-vault-0',
    ]);
  });

  it('tell each volume to go before its claim does', async () => {
    const kubernetes = fakeKubernetes();
    kubernetes.put(claim('audit-vault-0'));
    const volumes = volumesOf(kubernetes);
    await volumes.delete(ctx, (await volumes.observe(ctx)) ?? []);
    expect(kubernetes.writes).toEqual([
      'apply PersistentVolume//pvc-audit-vault-0',
      'delete PersistentVolumeClaim/vault/audit-vault-0',
    ]);
    expect(
      kubernetes.objects.get('PersistentVolume//pvc-audit-vault-0'),
    ).toMatchObject({ spec: { persistentVolumeReclaimPolicy: 'Delete' } });
  });

  it('are not begun with when the caller lacks a right', async () => {
    const kubernetes = fakeKubernetes({
      can: async ({ resource }) => resource !== 'persistentvolumes',
    });
    expect(await volumesOf(kubernetes).removal?.([], ctx)).toEqual({
      verb: 'refuse',
      reason: expect.stringContaining('may not patch persistentvolumes in'),
    });
    expect(await volumesOf().removal?.([], ctx)).toEqual({ verb: 'delete' });
  });
});
