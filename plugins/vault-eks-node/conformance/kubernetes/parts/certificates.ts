/* eslint-disable jest/no-export -- a part of kubernetes.test.ts */
import 'reflect-metadata';
import { ConflictError, InputError } from '@backstage/errors';
import type { V1CertificateSigningRequest } from '@kubernetes/client-node';
import {
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import type { OpenServer } from '../world/openServer';

const SIGNER = 'beta.eks.amazonaws.com/app-serving';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

async function newRequest(): Promise<string> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=vault.vault.svc',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'vault.vault.svc' },
      ]),
    ],
  });
  return Buffer.from(request.toString('pem')).toString('base64');
}

/** Requests for certificates: made and approved; who signs is the cluster's matter. */
export function describeCertificates(server: () => OpenServer): void {
  describe('Certificate requests:', () => {
    const call = { signal: new AbortController().signal };
    const name = () => `${server().namespace}-csr`;
    const ref = () => ({
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      name: name(),
    });
    const wanted = async (
      usages: string[],
    ): Promise<V1CertificateSigningRequest> => ({
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name: name() },
      spec: { request: await newRequest(), signerName: SIGNER, usages },
    });
    const USAGES = ['digital signature', 'key encipherment', 'server auth'];

    afterAll(() => server().admin.delete(ref(), call));

    it('are refused with a usage that does not exist', async () => {
      await expect(
        server().admin.create(await wanted(['serving']), call),
      ).rejects.toThrow(InputError);
    });

    it('are made under the name of who asks', async () => {
      const made = await server().admin.create(await wanted(USAGES), call);
      expect(made.spec.username).toEqual(expect.any(String));
      expect(made.status?.conditions ?? []).toEqual([]);
    });

    it('are not approved by an older state', async () => {
      const { admin } = server();
      const seen = await admin.get<V1CertificateSigningRequest>(ref(), call);
      expect(seen).toBeDefined();
      await server().raw({
        method: 'PATCH',
        path: `/apis/certificates.k8s.io/v1/certificatesigningrequests/${name()}`,
        type: 'application/merge-patch+json',
        body: { metadata: { labels: { changed: 'meanwhile' } } },
      });
      await expect(admin.approve(seen!, call)).rejects.toThrow(ConflictError);
    });

    it('are approved once, and stay so', async () => {
      const { admin } = server();
      const seen = await admin.get<V1CertificateSigningRequest>(ref(), call);
      await admin.approve(seen!, call);
      const after = await admin.get<V1CertificateSigningRequest>(ref(), call);
      expect(after?.status?.conditions).toMatchObject([
        { type: 'Approved', status: 'True', reason: 'VaultEks' },
      ]);
    });
  });
}
