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
import type { SigningAuthority } from './signingAuthority';

/** The signer that EKS offers for serving certificates of applications. */
export const APP_SERVING_SIGNER = 'beta.eks.amazonaws.com/app-serving';

const LONGEST_SECONDS = 365 * 24 * 3600;
const KEY_USAGES: Readonly<Record<string, KeyUsageFlags>> = {
  'digital signature': KeyUsageFlags.digitalSignature,
  'key encipherment': KeyUsageFlags.keyEncipherment,
};
const SERVER_AUTH = 'server auth';

/** The signer will not issue what was asked for; says why. */
export class SignerRefusal extends Error {}

/** Signs a request as the EKS signer does: any subject, the SANs and the usages; every other extension is dropped. */
export async function signAppServing(options: {
  readonly authority: SigningAuthority;
  /** The request in PEM. */
  readonly request: string;
  readonly usages: readonly string[];
  readonly expirationSeconds?: number;
}): Promise<string> {
  const { authority, usages } = options;
  const refused = usages.filter(
    usage => !(usage in KEY_USAGES) && usage !== SERVER_AUTH,
  );
  if (refused.length > 0) {
    throw new SignerRefusal(
      `usages not allowed by ${APP_SERVING_SIGNER}: ${refused.join(', ')}`,
    );
  }
  const request = new Pkcs10CertificateRequest(options.request);
  if (!(await request.verify())) {
    throw new SignerRefusal('the signature of the request does not verify');
  }
  const names = request.extensions.find(
    extension => extension instanceof SubjectAlternativeNameExtension,
  );
  const flags = usages.reduce(
    (all, usage) => all | (KEY_USAGES[usage] ?? 0),
    0,
  );
  const seconds = Math.min(
    options.expirationSeconds ?? LONGEST_SECONDS,
    LONGEST_SECONDS,
  );
  const now = Date.now();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomBytes(16).toString('hex'),
    subject: request.subject,
    issuer: authority.certificate.subject,
    // A little back-dated, for clocks that are behind.
    notBefore: new Date(now - 5 * 60_000),
    notAfter: new Date(now + seconds * 1000),
    publicKey: request.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: authority.algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      ...(flags ? [new KeyUsagesExtension(flags, true)] : []),
      ...(usages.includes(SERVER_AUTH)
        ? [new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth])]
        : []),
      ...(names ? [names] : []),
    ],
  });
  return certificate.toString('pem');
}
