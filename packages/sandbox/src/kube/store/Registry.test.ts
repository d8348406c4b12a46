import { createStore } from './createStore';
import type { Registry } from './Registry';

const CLUSTER = {
  name: 'demo',
  region: 'eu-west-1',
  caCertificatePem: '',
  hasLoadBalancerController: false,
};

function object(
  kind: string,
  name: string,
  rest: Record<string, unknown> = {},
) {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: kind === 'Namespace' ? undefined : 'demo' },
    ...rest,
  };
}

function storeWithNamespace(): Registry {
  const store = createStore({ cluster: CLUSTER });
  store.create('', 'namespaces', object('Namespace', 'demo'));
  store.create('', 'serviceaccounts', object('ServiceAccount', 'default'));
  return store;
}

const POD = object('Pod', 'p', {
  spec: { containers: [{ name: 'c', image: 'i:1' }] },
});

describe('Registry', () => {
  it('refuses a second object of the same name', () => {
    const store = storeWithNamespace();
    expect(() =>
      store.create('', 'namespaces', object('Namespace', 'demo')),
    ).toThrow(
      expect.objectContaining({
        code: 409,
        reason: 'AlreadyExists',
        message: 'namespaces "demo" already exists',
      }),
    );
  });

  it('does not write a change that changes nothing', () => {
    const store = storeWithNamespace();
    const before = store.table.revision;
    store.modify('', 'namespaces', undefined, 'demo', () => {});
    expect(store.table.revision).toBe(before);
  });

  it('hands out copies', () => {
    const store = storeWithNamespace();
    const namespace = store.get('', 'namespaces', undefined, 'demo');
    namespace!.metadata.labels = { changed: 'yes' };
    expect(
      store.get('', 'namespaces', undefined, 'demo')?.metadata.labels,
    ).toEqual({ 'kubernetes.io/metadata.name': 'demo' });
  });

  it('keeps a pod that runs on a node until its kubelet lets go', () => {
    const store = storeWithNamespace();
    store.create('', 'pods', POD);
    store.modify('', 'pods', 'demo', 'p', pod => {
      pod.spec = { ...Object(pod.spec), nodeName: 'n1' };
    });
    store.delete('', 'pods', 'demo', 'p');
    const leaving = store.get('', 'pods', 'demo', 'p');
    expect(leaving?.metadata.deletionTimestamp).toBeDefined();
    expect(leaving?.metadata.deletionGracePeriodSeconds).toBe(30);
    store.delete('', 'pods', 'demo', 'p', { gracePeriodSeconds: 0 });
    expect(store.get('', 'pods', 'demo', 'p')).toBeUndefined();
  });

  it('removes at once a pod that no node runs', () => {
    const store = storeWithNamespace();
    store.create('', 'pods', POD);
    store.delete('', 'pods', 'demo', 'p');
    expect(store.get('', 'pods', 'demo', 'p')).toBeUndefined();
  });

  it('waits for finalizers', () => {
    const store = storeWithNamespace();
    const held = object('ConfigMap', 'held');
    store.create('', 'configmaps', {
      ...held,
      metadata: { ...held.metadata, finalizers: ['example.com/hold'] },
    });
    store.delete('', 'configmaps', 'demo', 'held');
    expect(
      store.get('', 'configmaps', 'demo', 'held')?.metadata.deletionTimestamp,
    ).toBeDefined();
    store.modify('', 'configmaps', 'demo', 'held', map => {
      map.metadata.finalizers = [];
    });
    expect(store.get('', 'configmaps', 'demo', 'held')).toBeUndefined();
  });

  it('shows a watcher what is there and then each change', async () => {
    const store = storeWithNamespace();
    const seen: string[] = [];
    const stop = store.watch('', 'serviceaccounts', event =>
      seen.push(`${event.type} ${event.object.metadata.name}`),
    );
    store.create('', 'serviceaccounts', object('ServiceAccount', 'app'));
    store.delete('', 'serviceaccounts', 'demo', 'app');
    await new Promise(resolve => setImmediate(resolve));
    stop();
    expect(seen).toEqual(['ADDED default', 'ADDED app', 'DELETED app']);
  });

  it('gives an IRSA pod its web identity', () => {
    const store = storeWithNamespace();
    const account = object('ServiceAccount', 'vault-sa');
    store.create('', 'serviceaccounts', {
      ...account,
      metadata: {
        ...account.metadata,
        annotations: {
          'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/vault',
        },
      },
    });
    const pod = store.create('', 'pods', {
      ...POD,
      spec: {
        serviceAccountName: 'vault-sa',
        containers: [{ name: 'c', image: 'i:1' }],
      },
    });
    expect(pod.spec).toMatchObject({
      containers: [
        {
          env: expect.arrayContaining([
            {
              name: 'AWS_ROLE_ARN',
              value: 'arn:aws:iam::111122223333:role/vault',
            },
            { name: 'AWS_REGION', value: 'eu-west-1' },
          ]),
        },
      ],
      volumes: expect.arrayContaining([
        expect.objectContaining({ name: 'aws-iam-token' }),
      ]),
    });
  });

  it('enforces the pod-security label of the namespace', () => {
    const store = storeWithNamespace();
    store.modify('', 'namespaces', undefined, 'demo', namespace => {
      namespace.metadata.labels = {
        'pod-security.kubernetes.io/enforce': 'restricted',
      };
    });
    expect(() =>
      store.create('', 'pods', {
        ...POD,
        spec: {
          containers: [
            { name: 'c', image: 'i', securityContext: { privileged: true } },
          ],
        },
      }),
    ).toThrow(
      'pods "p" is forbidden: violates PodSecurity "restricted:latest": privileged (container "c" must not set securityContext.privileged=true), allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    );
  });

  it('says which field is wrong', () => {
    const store = storeWithNamespace();
    expect(() =>
      store.create('', 'namespaces', object('Namespace', 'Bad_Name')),
    ).toThrow(
      expect.objectContaining({
        code: 422,
        reason: 'Invalid',
        details: expect.objectContaining({
          causes: [expect.objectContaining({ field: 'metadata.name' })],
        }),
      }),
    );
  });

  it('goes on from the state of an earlier run', () => {
    const kept = new Map<string, unknown>();
    const state = {
      folder: undefined,
      load: <T>(name: string): T | undefined => {
        const text = kept.get(name);
        return typeof text === 'function'
          ? JSON.parse(JSON.stringify(text()))
          : undefined;
      },
      save: (name: string, value: () => unknown) => {
        kept.set(name, value);
      },
    };
    const first = createStore({ cluster: CLUSTER, state });
    first.create('', 'namespaces', object('Namespace', 'demo'));
    const second = createStore({ cluster: CLUSTER, state });
    expect(second.get('', 'namespaces', undefined, 'demo')).toEqual(
      first.get('', 'namespaces', undefined, 'demo'),
    );
    expect(second.table.revision).toBe(first.table.revision);
  });
});
