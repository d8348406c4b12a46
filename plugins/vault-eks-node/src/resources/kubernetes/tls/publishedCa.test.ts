import { NotAllowedError } from '@backstage/errors';
import type {
  KubernetesObject,
  V1ConfigMap,
  V1Pod,
} from '@kubernetes/client-node';
import { createReadCa } from '../../../connections/vault/publishedCa';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from '../../../testing/certificateAuthority';
import { fakeKubernetes } from '../../../testing/fakeKubernetes';
import { publishedCa } from './publishedCa';

const owner = { cluster: 'demo', namespace: 'vault', release: 'vault' };
const ctx = { signal: new AbortController().signal, log: () => undefined };
const ref = { namespace: 'vault', release: 'vault' };

describe('publishedCa', () => {
  let older: CertificateAuthority;
  let newer: CertificateAuthority;

  beforeAll(async () => {
    older = await createCertificateAuthority();
    newer = await createCertificateAuthority();
  });

  const setUp = () => {
    const kubernetes = fakeKubernetes({ caPem: 'CA OF THE CLUSTER' });
    const text = () => {
      const map: V1ConfigMap | undefined = kubernetes.objects.get(
        'ConfigMap/vault/vault-ca',
      );
      return map?.data?.['ca.crt'] ?? '';
    };
    const bring = async (ca: CertificateAuthority, keepOthers: boolean) => {
      const resource = publishedCa({
        ...{ owner, kubernetes, keepOthers, secretName: 'vault-issued-tls' },
        caPem: ca.pem,
      });
      const observed = await resource.observe(ctx);
      if (!observed) {
        await resource.create(ctx);
        return 'created';
      }
      const changes = resource.diff(observed);
      if (changes.length > 0) {
        await resource.update(ctx, observed, changes);
      }
      return changes;
    };
    return { kubernetes, text, bring };
  };

  it('is read by whoever verifies Vault', async () => {
    const { kubernetes, bring } = setUp();
    expect(await bring(newer, true)).toBe('created');
    const readCa = createReadCa({ kubernetes, ...ref });
    expect((await readCa(ctx)).trim()).toBe(newer.pem.trim());
    expect(await bring(newer, true)).toEqual([]);
    expect(await bring(newer, false)).toEqual([]);
  });

  it('holds both CAs until no pod serves what the older one signed', async () => {
    const { bring, text } = setUp();
    await bring(older, true);
    expect(await bring(newer, true)).toHaveLength(1);
    expect(text()).toContain(older.pem.trim());
    expect(text()).toContain(newer.pem.trim());
    expect(await bring(newer, true)).toEqual([]);
    expect(await bring(newer, false)).toMatchObject([{ field: 'older CA' }]);
    expect(text()).not.toContain(older.pem.trim());
  });

  it('holds the older CA as long as a pod serves from another secret, which no reload changes', async () => {
    const { kubernetes, bring, text } = setUp();
    const podOn = (secretName: string): V1Pod & KubernetesObject => ({
      kind: 'Pod',
      metadata: {
        ...{ name: 'vault-0', namespace: 'vault' },
        labels: {
          'app.kubernetes.io/name': 'vault',
          'app.kubernetes.io/instance': 'vault',
          component: 'server',
        },
      },
      spec: {
        containers: [],
        volumes: [{ name: 'tls', secret: { secretName } }],
      },
    });
    await bring(older, true);
    kubernetes.put(podOn('vault-server-tls'));

    expect(await bring(newer, false)).toMatchObject([{ field: 'CA' }]);
    expect(await bring(newer, false)).toEqual([]);
    expect(text()).toContain(older.pem.trim());
    expect(text()).toContain(newer.pem.trim());

    kubernetes.put(podOn('vault-issued-tls'));
    expect(await bring(newer, false)).toMatchObject([{ field: 'older CA' }]);
    expect(text()).not.toContain(older.pem.trim());
  });

  it('leaves the ConfigMap of others alone, and nobody trusts it', async () => {
    const { kubernetes } = setUp();
    kubernetes.put({
      kind: 'ConfigMap',
      metadata: { name: 'vault-ca', namespace: 'vault' },
      data: { 'ca.crt': older.pem },
    } as V1ConfigMap);
    const resource = publishedCa({
      ...{ owner, kubernetes, keepOthers: true },
      ...{ caPem: newer.pem, secretName: 'vault-issued-tls' },
    });
    const observed = await resource.observe(ctx);
    expect(observed && resource.diff(observed)[0].refusal).toMatch(
      /ConfigMap vault\/vault-ca exists and is not ours/,
    );
    const readCa = createReadCa({ kubernetes, ...ref });
    expect(await readCa(ctx)).toBe('CA OF THE CLUSTER');
  });

  it('is the CA of the cluster for who may not read it', async () => {
    const kubernetes = fakeKubernetes({
      caPem: 'CA OF THE CLUSTER',
      get: async () => {
        throw new NotAllowedError('no');
      },
    });
    const readCa = createReadCa({ kubernetes, ...ref });
    expect(await readCa(ctx)).toBe('CA OF THE CLUSTER');
  });

  it('is no CA when the ConfigMap holds none: nothing else is trusted then', async () => {
    const { kubernetes, bring } = setUp();
    await bring(newer, true);
    const map: V1ConfigMap = {
      ...kubernetes.objects.get('ConfigMap/vault/vault-ca'),
      data: {},
    };
    kubernetes.put(map);
    const readCa = createReadCa({ kubernetes, ...ref });
    await expect(readCa(ctx)).rejects.toThrow(
      /ConfigMap vault\/vault-ca holds no CA certificate in ca\.crt/,
    );
  });

  it('is asked for once by callers at the same time, and again when the first was called off', async () => {
    let asked = 0;
    const kubernetes = fakeKubernetes({
      caPem: 'CA OF THE CLUSTER',
      get: async (_, { signal }) => {
        asked += 1;
        await new Promise(resolve => setTimeout(resolve, 5));
        signal.throwIfAborted();
        return undefined;
      },
    });
    const readCa = createReadCa({ kubernetes, ...ref });
    await Promise.all([readCa(ctx), readCa(ctx), readCa(ctx)]);
    expect(asked).toBe(1);
    const first = new AbortController();
    const calledOff = readCa({ signal: first.signal });
    const second = readCa(ctx);
    first.abort();
    await expect(calledOff).rejects.toThrow();
    expect(await second).toBe('CA OF THE CLUSTER');
  });
});
