import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { createVaultPods } from '../../../connections/vault';
import {
  POD_NAMES,
  startVaultCluster,
} from '../../../testing/startVaultCluster';
import { podsUpToDate } from './podsUpToDate';

const lines: string[] = [];
const ctx = {
  signal: new AbortController().signal,
  log: (line: string) => void lines.push(line),
};

it('replaces outdated pods one at a time, the leader last', async () => {
  const cluster = await startVaultCluster();
  cluster.vault.initialised = true;
  const { kubernetes } = cluster;
  const pod = (name: string) =>
    kubernetes.objects.get(`Pod/vault/${name}`) as V1Pod;
  const revise = (name: string, revision: string): V1Pod => {
    const now = pod(name);
    return {
      ...now,
      metadata: {
        ...now.metadata,
        uid: `${name}-${revision}`,
        labels: {
          ...now.metadata?.labels,
          'controller-revision-hash': revision,
        },
      },
    };
  };
  kubernetes.put(
    {
      kind: 'StatefulSet',
      metadata: { name: 'vault', namespace: 'vault' },
      status: { updateRevision: 'new' },
    } as KubernetesObject,
    ...POD_NAMES.map(name => revise(name, 'old')),
  );
  const { delete: remove } = kubernetes;
  kubernetes.delete = async (ref, options) => {
    const next = revise(ref.name, 'new');
    await remove(ref, options);
    kubernetes.put(next);
  };

  const resource = podsUpToDate({
    kubernetes,
    pods: createVaultPods({ kubernetes, namespace: 'vault', release: 'vault' }),
  });
  const observed = await resource.observe(ctx);
  expect(observed?.outdated).toEqual(POD_NAMES);
  if (observed) {
    await resource.update(ctx, observed, resource.diff(observed));
  }
  expect(kubernetes.writes).toEqual(
    ['vault-1', 'vault-2', 'vault-0'].map(name => `delete Pod/vault/${name}`),
  );
  expect((await resource.observe(ctx))?.outdated).toEqual([]);
  await cluster.close();
});
