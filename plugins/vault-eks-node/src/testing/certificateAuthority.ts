import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  Extension,
  Pkcs10CertificateRequest,
  PemConverter,
  PublicKeyType,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = {
  name: 'ECDSA',
  namedCurve: 'P-256',
  hash: 'SHA-256',
} as const;

const DAY_MS = 86_400_000;

/** A CA for tests, as an EKS cluster has one. */
export interface CertificateAuthority {
  readonly pem: string;
  /** Signs a request for its own names, as the app-serving signer does. */
  sign(requestPem: string, days?: number): Promise<string>;
  /** A key and certificate for these names. */
  issue(
    names: readonly string[],
    days?: number,
  ): Promise<{ readonly keyPem: string; readonly certificatePem: string }>;
}

const newKeys = () =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  const keys = await newKeys();
  const name = 'CN=kubernetes';
  const notBefore = new Date(Date.now() - DAY_MS);
  const self = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    notBefore,
    notAfter: new Date(Date.now() + 3650 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(true)],
  });
  const certify = async (options: {
    readonly subject: string;
    readonly publicKey: PublicKeyType;
    readonly sans: Extension;
    readonly days: number;
  }) => {
    const certificate = await X509CertificateGenerator.create({
      subject: options.subject,
      issuer: name,
      notBefore,
      notAfter: new Date(Date.now() + options.days * DAY_MS),
      publicKey: options.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [options.sans],
    });
    return certificate.toString('pem');
  };
  return {
    pem: self.toString('pem'),
    async sign(requestPem, days = 365) {
      const request = new Pkcs10CertificateRequest(requestPem);
      const sans = request.getExtension('2.5.29.17');
      if (!sans) {
        throw new Error('The request names nobody');
      }
      return await certify({
        subject: request.subject,
        publicKey: request.publicKey,
        sans,
        days,
      });
    },
    async issue(names, days = 365) {
      const leaf = await newKeys();
      const key = await webcrypto.subtle.exportKey('pkcs8', leaf.privateKey);
      return {
        keyPem: PemConverter.encode(key, 'PRIVATE KEY'),
        certificatePem: await certify({
          subject: `CN=${names[0]}`,
          publicKey: leaf.publicKey,
          sans: new SubjectAlternativeNameExtension(
            names.map(value => ({
              type: isIP(value) ? ('ip' as const) : ('dns' as const),
              value,
            })),
          ),
          days,
        }),
      };
    },
  };
}
