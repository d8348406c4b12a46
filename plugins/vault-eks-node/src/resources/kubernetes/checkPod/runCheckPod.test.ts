import { Readable } from 'node:stream';
import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { fakeKubernetes } from '../../../testing/fakeKubernetes';
import { CHECK_POD_LABEL } from './CheckPod';
import { runCheckPod } from './runCheckPod';
import { sweepCheckPods } from './sweepCheckPods';

const owner = { cluster: 'demo', namespace: 'vault', release: 'vault' };
const forever = new AbortController().signal;
const check = { owner, purpose: 'tls', command: ['vault', 'status'] };
const template = { image: 'hashicorp/vault:2.0.4' };

/** A cluster whose kubelet brings every pod to this status at once. */
function clusterWith(
  status: V1Pod['status'],
  overrides: Partial<KubernetesConnection> = {},
) {
  const fake = fakeKubernetes({
    logs: async () => Readable.from(['all is well\n']),
    ...overrides,
  });
  const create = async <T extends KubernetesObject>(object: T): Promise<T> => {
    const made = {
      ...object,
      metadata: {
        ...object.metadata,
        creationTimestamp: new Date('2026-11-26T05:00:00Z'),
      },
      status,
    };
    fake.put(made);
    return made;
  };
  return { fake, kubernetes: { ...fake, create } };
}

const terminated = (name: string, exitCode: number) => ({
  ...{ name, image: '', imageID: '', ready: false, restartCount: 0 },
  state: { terminated: { exitCode } },
});

describe('runCheckPod', () => {
  it('answers what the command left, and removes the pod', async () => {
    const { fake, kubernetes } = clusterWith({
      phase: 'Failed',
      containerStatuses: [terminated('check', 2)],
    });

    const result = await runCheckPod({
      ...{ kubernetes, check, template, signal: forever },
    });

    expect(result).toMatchObject({
      exitCode: 2,
      log: 'all is well\n',
      createdAt: new Date('2026-11-26T05:00:00Z'),
    });
    expect([...fake.objects.keys()]).toEqual([]);
  });

  it('is made without rights and without a way to gain any', async () => {
    let made: KubernetesObject | undefined;
    const { kubernetes } = clusterWith({
      phase: 'Succeeded',
      containerStatuses: [terminated('check', 0)],
    });
    await runCheckPod({
      ...{ check, template, signal: forever },
      kubernetes: {
        ...kubernetes,
        create: async object => {
          made = object;
          return kubernetes.create(object);
        },
      },
    });

    expect(made).toMatchObject({
      metadata: {
        labels: { [CHECK_POD_LABEL]: 'tls' },
        annotations: { 'vault-eks.io/cluster': 'demo/vault/vault' },
      },
      spec: {
        automountServiceAccountToken: false,
        activeDeadlineSeconds: 120,
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    });
  });

  it.each<[string, V1Pod['status'], RegExp]>([
    [
      'an image that cannot be pulled',
      {
        phase: 'Pending',
        containerStatuses: [
          {
            ...terminated('check', 0),
            state: { waiting: { reason: 'ImagePullBackOff', message: 'no' } },
          },
        ],
      },
      /did not end: container check: ImagePullBackOff: no/,
    ],
    [
      'an agent that may not log in',
      {
        phase: 'Failed',
        initContainerStatuses: [terminated('vault-agent-init', 1)],
        containerStatuses: [
          {
            ...terminated('check', 0),
            state: { waiting: { reason: 'PodInitializing' } },
          },
        ],
      },
      /container vault-agent-init failed and said: all is well/,
    ],
  ])('says what is wrong with %s', async (_, status, message) => {
    const { fake, kubernetes } = clusterWith(status);

    await expect(
      runCheckPod({ kubernetes, check, template, signal: forever }),
    ).rejects.toThrow(message);
    expect([...fake.objects.keys()]).toEqual([]);
  });

  it('removes the pod when the run is called off', async () => {
    const { fake, kubernetes } = clusterWith({ phase: 'Running' });
    const run = new AbortController();
    const running = runCheckPod({
      ...{ kubernetes, check, template, signal: run.signal },
    });
    setTimeout(() => run.abort(new Error('called off')), 50);

    await expect(running).rejects.toThrow();
    expect([...fake.objects.keys()]).toEqual([]);
  });

  it('removes a pod whose making was never answered', async () => {
    const { fake, kubernetes } = clusterWith({ phase: 'Running' });
    await expect(
      runCheckPod({
        ...{ check, template, signal: forever },
        kubernetes: {
          ...kubernetes,
          create: async object => {
            await kubernetes.create(object);
            throw new Error('the connection broke');
          },
        },
      }),
    ).rejects.toThrow('the connection broke');
    expect([...fake.objects.keys()]).toEqual([]);
  });
});

describe('sweepCheckPods', () => {
  const pod = (
    name: string,
    of: string,
    age: { readonly madeSecondsAgo: number; readonly endedSecondsAgo?: number },
  ): V1Pod => {
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    const { madeSecondsAgo, endedSecondsAgo } = age;
    return {
      kind: 'Pod',
      metadata: {
        name,
        namespace: 'vault',
        creationTimestamp: ago(madeSecondsAgo),
        labels: { [CHECK_POD_LABEL]: 'tls' },
        annotations: { 'vault-eks.io/cluster': of },
      },
      spec: { activeDeadlineSeconds: 120, containers: [] },
      status:
        endedSecondsAgo === undefined
          ? { phase: 'Running' }
          : {
              phase: 'Succeeded',
              containerStatuses: [
                {
                  ...terminated('check', 0),
                  state: {
                    terminated: {
                      exitCode: 0,
                      finishedAt: ago(endedSecondsAgo),
                    },
                  },
                },
              ],
            },
    };
  };

  it('takes away only what nobody waits for any more', async () => {
    const pods = [
      pod('running', 'demo/vault/vault', { madeSecondsAgo: 60 }),
      pod('overdue', 'demo/vault/vault', { madeSecondsAgo: 180 }),
      pod('just-ended', 'demo/vault/vault', {
        madeSecondsAgo: 20,
        endedSecondsAgo: 2,
      }),
      pod('ended', 'demo/vault/vault', {
        madeSecondsAgo: 60,
        endedSecondsAgo: 40,
      }),
      pod('of-another', 'demo/vault/other', { madeSecondsAgo: 999 }),
    ];
    const fake = fakeKubernetes();
    fake.put(...pods);
    // The stored objects are of the kind that is asked for.
    const list: KubernetesConnection['list'] = async <T>() => pods as T[];

    const removed = await sweepCheckPods({
      kubernetes: { ...fake, list },
      owner,
      call: { signal: forever },
    });

    expect(removed).toEqual(['overdue', 'ended']);
    expect([...fake.objects.keys()].sort()).toEqual([
      'Pod/vault/just-ended',
      'Pod/vault/of-another',
      'Pod/vault/running',
    ]);
  });
});
