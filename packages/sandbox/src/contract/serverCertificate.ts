import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { Programs } from './programs';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SIGNER = 'beta.eks.amazonaws.com/app-serving';

/** Asks the cluster for Vault's server certificate with kubectl, approves it, and keeps it as a secret. */
export async function createServerSecret(
  { kubectl, kubectlWith }: Programs,
  options: { readonly secret: string; readonly caPem: string },
): Promise<void> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=vault.vault.svc',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'vault.vault.svc' },
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  await kubectlWith(
    JSON.stringify({
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name: 'vault-csr' },
      spec: {
        request: Buffer.from(request.toString('pem')).toString('base64'),
        signerName: SIGNER,
        usages: ['digital signature', 'key encipherment', 'server auth'],
      },
    }),
    'create',
    '-f',
    '-',
  );
  await kubectl('certificate', 'approve', 'vault-csr');
  await kubectl(
    'wait',
    '--for=jsonpath={.status.certificate}',
    'csr/vault-csr',
    '--timeout=20s',
  );
  const certificate = await kubectl(
    'get',
    'csr',
    'vault-csr',
    '-o',
    'jsonpath={.status.certificate}',
  );
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  await kubectlWith(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: options.secret },
      data: { 'vault.crt': certificate },
      stringData: {
        'vault.key': x509.PemConverter.encode(key, 'PRIVATE KEY'),
        'vault.ca': options.caPem,
      },
    }),
    'create',
    '-f',
    '-',
  );
}
