import type { KubeObject } from '../../kubelet/PodHost';
import { at, objectsOf } from '../api/json';
import { startTestCluster, TestCluster } from '../testing/testCluster';

const ZONE = 'topology.kubernetes.io/zone';

async function eventually<T>(
  what: () => T | undefined | false,
  timeoutMs = 5_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = what();
    if (value) return value;
    if (Date.now() > end) throw new Error('It did not come about');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

function set(name: string, spec: Record<string, unknown>): KubeObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'default' },
    spec: {
      serviceName: name,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'c', image: 'i:1' }],
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                {
                  labelSelector: { matchLabels: labels },
                  topologyKey: 'kubernetes.io/hostname',
                },
              ],
            },
          },
        },
      },
      ...spec,
    },
  };
}

describe('controllers', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startTestCluster();
  }, 30_000);

  afterAll(async () => {
    await cluster.close();
  });

  const pods = (app: string) =>
    cluster.server.store
      .list('', 'pods', 'default')
      .filter(pod => pod.metadata.labels?.app === app);

  const ready = (app: string, count: number) => () => {
    const found = pods(app).filter(pod =>
      objectsOf(at(pod, 'status', 'conditions')).some(
        condition => condition.type === 'Ready' && condition.status === 'True',
      ),
    );
    return found.length === count && found;
  };

  it('spreads replicas over the zones, and leaves one Pending when nodes run out', async () => {
    const { store } = cluster.server;
    const nodes = cluster.identity.nodes.length;
    store.create(
      'apps',
      'statefulsets',
      set('wide', { replicas: nodes + 1, podManagementPolicy: 'Parallel' }),
    );
    await eventually(ready('wide', nodes));
    const pending = await eventually(() =>
      pods('wide').find(pod =>
        objectsOf(at(pod, 'status', 'conditions')).some(
          condition => condition.reason === 'Unschedulable',
        ),
      ),
    );
    expect(at(pending, 'status', 'phase')).toBe('Pending');
    expect(objectsOf(at(pending, 'status', 'conditions'))).toContainEqual(
      expect.objectContaining({
        type: 'PodScheduled',
        status: 'False',
        message: expect.stringContaining(
          `${nodes} node(s) didn't match pod anti-affinity rules`,
        ),
      }),
    );
    store.modify('apps', 'statefulsets', 'default', 'wide', live => {
      Object(live.spec).replicas = 3;
    });
    const left = await eventually(
      () => pods('wide').length === 3 && pods('wide'),
    );
    const zones = left.map(
      pod =>
        store.get('', 'nodes', undefined, String(at(pod, 'spec', 'nodeName')))
          ?.metadata.labels?.[ZONE],
    );
    expect(new Set(zones).size).toBe(3);
  });

  it('replaces outdated pods on delete only', async () => {
    const { store } = cluster.server;
    store.create(
      'apps',
      'statefulsets',
      set('calm', {
        replicas: 2,
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'OnDelete' },
      }),
    );
    const before = await eventually(ready('calm', 2));
    store.modify('apps', 'statefulsets', 'default', 'calm', live => {
      const template = Object(Object(live.spec).template);
      template.spec.containers[0].image = 'i:2';
    });
    const status = await eventually(() => {
      const live = store.get('apps', 'statefulsets', 'default', 'calm');
      const { updateRevision, currentRevision } = Object(live?.status);
      return updateRevision !== currentRevision && live;
    });
    expect(status.status).toMatchObject({ updatedReplicas: 0, replicas: 2 });
    expect(pods('calm').map(pod => pod.metadata.uid)).toEqual(
      before.map(pod => pod.metadata.uid),
    );
    store.delete('', 'pods', 'default', 'calm-1');
    const replaced = await eventually(() =>
      pods('calm').find(
        pod => objectsOf(at(pod, 'spec', 'containers'))[0]?.image === 'i:2',
      ),
    );
    expect(replaced.metadata.name).toBe('calm-1');
  });

  it('leaves a claim pending while its storage class is missing', async () => {
    const { store } = cluster.server;
    store.create(
      'apps',
      'statefulsets',
      set('stuck', {
        replicas: 1,
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'late',
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      }),
    );
    await eventually(() =>
      store
        .list('', 'events', 'default')
        .some(
          event =>
            event.message === 'storageclass.storage.k8s.io "late" not found',
        ),
    );
    expect(at(pods('stuck')[0], 'status', 'phase')).toBe('Pending');
    store.create('storage.k8s.io', 'storageclasses', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'late' },
      provisioner: 'ebs.csi.aws.com',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
    });
    await eventually(ready('stuck', 1));
    const claim = store.get(
      '',
      'persistentvolumeclaims',
      'default',
      'data-stuck-0',
    );
    const volume = String(at(claim, 'spec', 'volumeName'));
    store.delete('apps', 'statefulsets', 'default', 'stuck');
    await eventually(() => pods('stuck').length === 0);
    store.delete('', 'persistentvolumeclaims', 'default', 'data-stuck-0');
    await eventually(
      () =>
        at(
          store.get('', 'persistentvolumes', undefined, volume),
          'status',
          'phase',
        ) === 'Released',
    );
  });

  it('gives a load balancer the name of the controller that makes it', async () => {
    const { store } = cluster.server;
    store.create('', 'services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ui', namespace: 'default' },
      spec: { type: 'LoadBalancer', ports: [{ port: 8200 }] },
    });
    const hostname = await eventually(
      () =>
        objectsOf(
          at(
            store.get('', 'services', 'default', 'ui'),
            'status',
            'loadBalancer',
            'ingress',
          ),
        )[0]?.hostname,
    );
    expect(hostname).toMatch(
      cluster.identity.hasLoadBalancerController
        ? /^k8s-default-ui-[0-9a-f]{10}-[0-9a-f]{16}\.elb\.eu-west-1\.amazonaws\.com$/
        : /^a[0-9a-f]{31}-\d+\.eu-west-1\.elb\.amazonaws\.com$/,
    );
    store.delete('', 'services', 'default', 'ui');
    await eventually(
      () => store.get('', 'services', 'default', 'ui') === undefined,
    );
  });

  it('lists as endpoints the pods that are ready, or all when asked', async () => {
    const { store } = cluster.server;
    const service = (name: string, publishNotReadyAddresses: boolean) =>
      store.create('', 'services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'default' },
        spec: {
          selector: { app: 'calm' },
          ports: [{ name: 'https', port: 8200 }],
          publishNotReadyAddresses,
        },
      });
    service('strict', false);
    service('lenient', true);
    await eventually(ready('calm', 2));
    store.modify('', 'pods', 'default', 'calm-0', pod => {
      for (const condition of objectsOf(at(pod, 'status', 'conditions'))) {
        if (condition.type === 'Ready') condition.status = 'False';
      }
    });
    const counts = (name: string) => {
      const [subset] = objectsOf(
        store.get('', 'endpoints', 'default', name)?.subsets,
      );
      return [
        objectsOf(subset?.addresses).length,
        objectsOf(subset?.notReadyAddresses).length,
      ].join('/');
    };
    await eventually(() => counts('strict') === '1/1');
    expect(counts('lenient')).toBe('2/0');
  });
});
