import { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import type {
  V1CertificateSigningRequest,
  V1Secret,
} from '@kubernetes/client-node';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from '../../../testing/certificateAuthority';
import { fakeKubernetes } from '../../../testing/fakeKubernetes';
import { SIGNER } from './issueCertificate';
import { serverCertificate } from './serverCertificate';

const spec = parseSpec({
  cluster: 'demo',
  region: 'eu-west-1',
  ui: { exposure: 'internal', hostname: 'vault.example.com' },
});
const ctx = { signal: new AbortController().signal, log: () => undefined };

const decoded = (base64 = '') => Buffer.from(base64, 'base64').toString('utf8');
const encoded = (text: string) => Buffer.from(text).toString('base64');

describe('serverCertificate', () => {
  let ca: CertificateAuthority;
  beforeAll(async () => {
    ca = await createCertificateAuthority();
  });

  /** A cluster whose signer signs what was approved; `tamper` changes a request on its way in. */
  function cluster(
    options: {
      signer?: CertificateAuthority;
      tamper?: (csr: V1CertificateSigningRequest) => void;
      days?: number;
    } = {},
  ) {
    const { signer = ca, tamper, days } = options;
    const kubernetes = fakeKubernetes({ caPem: ca.pem });
    const { create } = kubernetes;
    return Object.assign(kubernetes, {
      create: async (object: never) => {
        const stored: V1CertificateSigningRequest = await create(object, ctx);
        tamper?.(stored);
        return stored;
      },
      approve: async (csr: V1CertificateSigningRequest) => {
        const certificate = await signer.sign(decoded(csr.spec.request), days);
        kubernetes.put({
          ...csr,
          status: { certificate: encoded(certificate) },
        } as V1CertificateSigningRequest);
      },
    });
  }

  const resource = (kubernetes: ReturnType<typeof cluster>, now?: () => Date) =>
    serverCertificate({
      spec,
      secretName: 'vault-server-tls',
      kubernetes,
      now,
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
  });

  it('is kept on the second look, and renewed when it ends soon', async () => {
    const kubernetes = cluster();
    const certificate = resource(kubernetes);
    await certificate.create(ctx);
    const observed = await certificate.observe(ctx);
    expect(observed && certificate.diff(observed)).toEqual([]);
    const later = resource(
      kubernetes,
      () => new Date(Date.now() + 340 * 86_400_000),
    );
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
});
