import { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import { ConflictError } from '@backstage/errors';
import type {
  KubernetesObject,
  V1CertificateSigningRequest,
  V1Secret,
} from '@kubernetes/client-node';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from '../../../../testing/certificateAuthority';
import {
  FakeKubernetes,
  fakeKubernetes,
} from '../../../../testing/fakeKubernetes';
import { SIGNER } from '../request/signingRequest';
import { eksCertificate } from './eksCertificate';
import type { ServerCertificateOptions } from './ServerCertificateOptions';

const spec = parseSpec({
  cluster: 'demo',
  region: 'eu-west-1',
  ui: { exposure: 'internal', hostname: 'vault.example.com' },
  tls: { extraIps: ['10.0.4.7', 'fd00::7'] },
});
const ctx = { signal: new AbortController().signal, log: () => undefined };

const decoded = (base64 = '') => Buffer.from(base64, 'base64').toString('utf8');
const encoded = (text: string) => Buffer.from(text).toString('base64');

describe('eksCertificate', () => {
  let ca: CertificateAuthority;
  beforeAll(async () => {
    ca = await createCertificateAuthority();
  });

  /** A cluster whose signer signs what was approved; `tamper` changes a request on its way in. */
  function cluster(
    options: {
      signer?: CertificateAuthority;
      tamper?: (csr: V1CertificateSigningRequest) => void;
      /** What becomes of an approved request instead of a certificate. */
      fate?: (
        csr: V1CertificateSigningRequest,
        kubernetes: FakeKubernetes,
      ) => void;
      days?: number;
    } = {},
  ) {
    const { signer = ca, tamper, fate, days } = options;
    const kubernetes = fakeKubernetes({ caPem: ca.pem });
    const { create } = kubernetes;
    return Object.assign(kubernetes, {
      create: async (object: never) => {
        const stored: V1CertificateSigningRequest = await create(object, ctx);
        tamper?.(stored);
        kubernetes.put(stored as KubernetesObject);
        return stored;
      },
      approve: async (csr: V1CertificateSigningRequest) => {
        kubernetes.writes.push('approve');
        if (fate) {
          fate(csr, kubernetes);
          return;
        }
        const certificate = await signer.sign(decoded(csr.spec.request), days);
        kubernetes.put({
          ...csr,
          status: { certificate: encoded(certificate) },
        } as V1CertificateSigningRequest);
      },
    });
  }

  const resource = (
    kubernetes: ReturnType<typeof cluster>,
    options: Partial<ServerCertificateOptions> = {},
  ) =>
    eksCertificate({
      spec,
      secretName: 'vault-server-tls',
      kubernetes,
      ...options,
    });

  const servedBy = (kubernetes: FakeKubernetes) => {
    const secret: V1Secret | undefined = kubernetes.objects.get(
      'Secret/vault/vault-server-tls',
    );
    return new X509Certificate(decoded(secret?.data?.['vault.crt']));
  };

  /** As the reconciler does it. */
  const bring = async (certificate: ReturnType<typeof resource>) => {
    const observed = await certificate.observe(ctx);
    const changes = observed ? certificate.diff(observed) : [];
    if (!observed) {
      await certificate.create(ctx);
    } else if (changes.length > 0) {
      await certificate.update(ctx, observed, changes);
    }
    return changes;
  };

  const condition = (
    csr: V1CertificateSigningRequest,
    type: string,
    message: string,
  ): KubernetesObject & V1CertificateSigningRequest => ({
    ...csr,
    status: {
      conditions: [{ type, status: 'True', reason: 'Policy', message }],
    },
  });

  it('serves every name that Vault is reached by', async () => {
    const kubernetes = cluster();
    await resource(kubernetes).create(ctx);
    const secret = kubernetes.objects.get(
      'Secret/vault/vault-server-tls',
    ) as V1Secret;
    expect(Object.keys(secret.data ?? {})).toEqual([
      'vault.key',
      'vault.crt',
      'vault.ca',
    ]);
    const leaf = new X509Certificate(decoded(secret.data?.['vault.crt']));
    const peer = leaf.toLegacyObject();
    for (const host of [
      'vault.vault.svc',
      'vault-active.vault.svc',
      'vault-0.vault-internal',
      'vault-8.vault-internal',
      'vault-2.vault-internal.vault.svc.cluster.local',
      'vault.example.com',
      'localhost',
      '127.0.0.1',
      '10.0.4.7',
      'fd00::7',
      'vault',
      'vault-internal.vault.svc.cluster.local',
    ]) {
      expect([host, checkServerIdentity(host, peer)]).toEqual([
        host,
        undefined,
      ]);
    }
    expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    const [csr] = [...kubernetes.objects.values()].filter(
      o => o.kind === 'CertificateSigningRequest',
    ) as V1CertificateSigningRequest[];
    expect(csr.spec.signerName).toBe(SIGNER);
    expect(csr.spec.usages).toEqual([
      'digital signature',
      'key encipherment',
      'server auth',
    ]);
  });

  it('is kept on the second look, and renewed when it ends soon', async () => {
    const kubernetes = cluster();
    const certificate = resource(kubernetes);
    await certificate.create(ctx);
    const observed = await certificate.observe(ctx);
    expect(observed && certificate.diff(observed)).toEqual([]);
    const later = resource(kubernetes, {
      now: () => new Date(Date.now() + 340 * 86_400_000),
    });
    expect(observed && later.diff(observed)).toEqual([
      { field: 'expiry', from: 'in 24 days', to: 'a new one' },
    ]);
  });

  it('does not approve a request that was changed on its way', async () => {
    const kubernetes = cluster({
      tamper: csr => {
        csr.spec.request = encoded('another request');
      },
    });
    await expect(resource(kubernetes).create(ctx)).rejects.toThrow(
      /was changed on its way into the cluster; it was not approved/,
    );
    expect(kubernetes.objects.has('Secret/vault/vault-server-tls')).toBe(false);
  });

  it('does not use a certificate that another CA signed', async () => {
    const kubernetes = cluster({ signer: await createCertificateAuthority() });
    await expect(resource(kubernetes).create(ctx)).rejects.toThrow(
      /the cluster CA did not sign it/,
    );
    expect(kubernetes.objects.has('Secret/vault/vault-server-tls')).toBe(false);
  });

  it('refuses a secret of others', async () => {
    const kubernetes = cluster();
    kubernetes.put({
      kind: 'Secret',
      metadata: { name: 'vault-server-tls', namespace: 'vault' },
    });
    const certificate = resource(kubernetes);
    const observed = await certificate.observe(ctx);
    expect(observed && certificate.diff(observed)[0].refusal).toMatch(
      /is not ours/,
    );
  });

  it('gives a key of another kind when the spec asks for one', async () => {
    const kubernetes = cluster();
    await bring(resource(kubernetes));
    const rsa = resource(kubernetes, {
      spec: { ...spec, tls: { ...spec.tls, keyAlgorithm: 'RSA-2048' } },
    });
    expect(await bring(rsa)).toEqual([
      { field: 'key', from: 'ECDSA-P256', to: 'RSA-2048' },
    ]);
    expect(servedBy(kubernetes).publicKey.asymmetricKeyDetails).toMatchObject({
      modulusLength: 2048,
    });
    expect(await bring(rsa)).toEqual([]);
  });

  it('is renewed on demand, once in a run', async () => {
    const kubernetes = cluster();
    await bring(resource(kubernetes));
    const before = servedBy(kubernetes).fingerprint256;
    const forced = resource(kubernetes, { force: true });
    expect(await bring(forced)).toMatchObject([{ field: 'certificate' }]);
    expect(servedBy(kubernetes).fingerprint256).not.toBe(before);
    expect(await bring(forced)).toEqual([]);
    const names = [...kubernetes.objects.values()]
      .filter(o => o.kind === 'CertificateSigningRequest')
      .map(o => o.metadata?.name);
    expect(new Set(names).size).toBe(2);
  });

  it('only brings the CA up to date when the certificate is fit', async () => {
    const kubernetes = cluster();
    await bring(resource(kubernetes));
    const before = servedBy(kubernetes).fingerprint256;
    const other = await createCertificateAuthority();
    const rotating = Object.assign(kubernetes, {
      caPem: `${ca.pem}\n${other.pem}\n`,
    });
    expect(await bring(resource(rotating))).toMatchObject([{ field: 'CA' }]);
    expect(servedBy(kubernetes).fingerprint256).toBe(before);
    expect(await bring(resource(rotating))).toEqual([]);
  });

  it('judges a request anew when somebody touched it before it was approved', async () => {
    let touched = 0;
    const kubernetes = cluster();
    const { approve } = kubernetes;
    Object.assign(kubernetes, {
      approve: async (csr: V1CertificateSigningRequest) => {
        touched += 1;
        if (touched === 1) {
          throw new ConflictError('the object has been modified');
        }
        await approve(csr);
      },
    });
    await resource(kubernetes).create(ctx);
    expect(touched).toBe(2);
  });

  it('does not approve what was denied, and says who said so', async () => {
    const kubernetes = cluster({
      tamper: csr =>
        Object.assign(csr, condition(csr, 'Denied', 'only on Mondays')),
    });
    await expect(resource(kubernetes).create(ctx)).rejects.toThrow(
      /vault-eks-vault-vault-[0-9a-f]{10} was denied: Policy: only on Mondays.*another tls\.signer, and run again/,
    );
    expect(kubernetes.writes).not.toContain('approve');
  });

  it('tells a refusal of the signer, with its reason', async () => {
    const kubernetes = cluster({
      fate: (csr, { put }) => put(condition(csr, 'Failed', 'no such usage')),
    });
    await expect(resource(kubernetes).create(ctx)).rejects.toThrow(
      `${SIGNER} refused certificate request`,
    );
    expect(kubernetes.objects.has('Secret/vault/vault-server-tls')).toBe(false);
  });

  it('tells a signer that never signs, with what it said in events', async () => {
    const kubernetes = cluster({
      fate: (csr, { put }) =>
        put(condition(csr, 'Approved', 'by this product'), {
          kind: 'Event',
          metadata: { name: 'e', namespace: 'default' },
          reason: 'Busy',
          message: 'the CA is rotating',
        } as KubernetesObject),
    });
    await expect(
      resource(kubernetes, { issueTimeoutMs: 20 }).create(ctx),
    ).rejects.toThrow(
      /did not sign certificate request .* though it is approved; it says: Busy: the CA is rotating\. Look at it with kubectl describe csr/,
    );
  });

  it.each([
    [5, /somebody deleted it/],
    [61, /Kubernetes collected it: .* after 61 minutes/],
  ])('tells why a request is gone after %d minutes', async (minutes, why) => {
    let time = Date.now();
    const kubernetes = cluster({
      fate: (csr, { objects }) => {
        time += minutes * 60_000;
        objects.delete(`CertificateSigningRequest//${csr.metadata?.name}`);
      },
    });
    const run = resource(kubernetes, { now: () => new Date(time) }).create(ctx);
    await expect(run).rejects.toThrow(why);
    await expect(run).rejects.toThrow(/Run again: it makes a new key/);
  });
});
