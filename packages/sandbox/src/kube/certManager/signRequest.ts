import { randomBytes } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { KubeObject } from '../../kubelet/PodHost';
import { at, stringsOf, textOf } from '../api/json';
import { loadAuthority } from '../certificates/signingAuthority';
import { wantedLife } from './certificateRules';

/** Signs what a CertificateRequest asks for, as an issuer of the type CA does. */
export async function signRequest(
  request: KubeObject,
  pair: { readonly certificatePem: string; readonly privateKeyPem: string },
): Promise<string> {
  const authority = await loadAuthority(pair);
  const asked = new Pkcs10CertificateRequest(
    Buffer.from(
      textOf(at(request, 'spec', 'request')) ?? '',
      'base64',
    ).toString('latin1'),
  );
  const usages = stringsOf(at(request, 'spec', 'usages'));
  const names = asked.extensions.find(
    extension => extension instanceof SubjectAlternativeNameExtension,
  );
  const now = Date.now();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomBytes(16).toString('hex'),
    subject: asked.subject,
    issuer: authority.certificate.subject,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + wantedLife(request)),
    publicKey: asked.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: authority.algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(
        (usages.includes('digital signature')
          ? KeyUsageFlags.digitalSignature
          : 0) |
          (usages.includes('key encipherment')
            ? KeyUsageFlags.keyEncipherment
            : 0),
        true,
      ),
      ...(usages.includes('server auth')
        ? [new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth])]
        : []),
      ...(names ? [names] : []),
    ],
  });
  return certificate.toString('pem');
}
