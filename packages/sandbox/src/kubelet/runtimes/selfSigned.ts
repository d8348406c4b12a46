import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LIFETIME_MS = 24 * 3600 * 1000;

/** A certificate that signs itself, for these DNS names. */
export async function selfSigned(dnsNames: readonly string[]): Promise<{
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${dnsNames[0] ?? 'localhost'}`,
    keys,
    signingAlgorithm: ALGORITHM,
    notAfter: new Date(Date.now() + LIFETIME_MS),
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        dnsNames.map(value => ({ type: 'dns' as const, value })),
      ),
    ],
  });
  const privateKey = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificatePem: certificate.toString('pem'),
    privateKeyPem: x509.PemConverter.encode(privateKey, 'PRIVATE KEY'),
  };
}
