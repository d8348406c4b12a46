import { NotAllowedError } from '@backstage/errors';
import type {
  KubernetesObject,
  V1ConfigMap,
  V1Pod,
  V1Secret,
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

describe('publishedCa', () => {
  let older: CertificateAuthority;
  let newer: CertificateAuthority;

  beforeAll(async () => {
    older = await createCertificateAuthority();
    newer = await createCertificateAuthority();
  });

  const setUp = (caPem = 'CA OF THE CLUSTER') => {
    const kubernetes = fakeKubernetes({ caPem });
    const text = () => {
      const map: V1ConfigMap | undefined = kubernetes.objects.get(
        'ConfigMap/vault/vault-ca',
      );
      return map?.data?.['ca.crt'] ?? '';
    };
    const resourceOf = (ca: CertificateAuthority, keepOthers: boolean) =>
      publishedCa({
        ...{ owner, kubernetes, keepOthers, secretName: 'vault-issued-tls' },
        caPem: ca.pem,
      });
    const bring = async (ca: CertificateAuthority, keepOthers: boolean) => {
      const resource = resourceOf(ca, keepOthers);
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
    /** What the injector is given. */
    const trusted = async (ca: CertificateAuthority) => {
      const resource = resourceOf(ca, true);
      const observed = await resource.observe(ctx);
      return observed && resource.output(observed).caPem;
    };
    return { kubernetes, text, bring, trusted };
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

  it('gives agents the older CA too, until the pods that serve from another secret are replaced', async () => {
    const { kubernetes, bring, trusted } = setUp();
    await bring(older, true);
    kubernetes.put(podOn('vault-server-tls'));
    await bring(newer, true);
    expect(await trusted(newer)).toContain(older.pem.trim());
    expect(await trusted(newer)).toContain(newer.pem.trim());
    kubernetes.put(podOn('vault-issued-tls'));
    expect(await trusted(newer)).toBe(newer.pem);
  });

  describe('of a Vault that has none yet', () => {
    const served = async (by: CertificateAuthority, caPem: string) => {
      const { keyPem, certificatePem } = await by.issue(['vault']);
      const data = Object.fromEntries(
        Object.entries({
          'vault.key': keyPem,
          'vault.crt': certificatePem,
          'vault.ca': caPem,
        }).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
      );
      const secret: V1Secret & KubernetesObject = {
        kind: 'Secret',
        metadata: { name: 'vault-server-tls', namespace: 'vault' },
        data,
      };
      return [podOn('vault-server-tls'), secret];
    };

    it('begins with the CA in the secret that the pods serve from', async () => {
      const { kubernetes, bring, text } = setUp();
      kubernetes.put(...(await served(older, older.pem)));
      expect(await bring(newer, true)).toBe('created');
      expect(text()).toContain(older.pem.trim());
      expect(text()).toContain(newer.pem.trim());
    });

    it('begins with that of the cluster when the secret holds one that did not sign', async () => {
      const stranger = await createCertificateAuthority();
      const { kubernetes, bring, text } = setUp(older.pem);
      kubernetes.put(...(await served(older, stranger.pem)));
      await bring(newer, true);
      expect(text()).toContain(older.pem.trim());
      expect(text()).not.toContain(stranger.pem.trim());
    });

    it('begins with the new one alone when nobody serves', async () => {
      const { bring, text } = setUp(older.pem);
      await bring(newer, true);
      expect(text().trim()).toBe(newer.pem.trim());
    });
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
