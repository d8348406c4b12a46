import 'reflect-metadata';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';

/** The cluster's certificate authority, ready to sign. */
export interface SigningAuthority {
  readonly certificate: X509Certificate;
  readonly privateKey: CryptoKey;
  readonly algorithm: SigningAlgorithm;
}

/** How signatures of the authority's key are made. */
export type SigningAlgorithm =
  | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly hash: 'SHA-256' }
  | {
      readonly name: 'ECDSA';
      readonly namedCurve: string;
      readonly hash: 'SHA-256';
    };

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
};

/** Loads a certificate authority from PEM. */
export async function loadAuthority(pem: {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}): Promise<SigningAuthority> {
  const key = createPrivateKey(pem.privateKeyPem);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const algorithm: SigningAlgorithm =
    key.asymmetricKeyType === 'ec'
      ? {
          name: 'ECDSA',
          namedCurve: CURVES[curve ?? ''] ?? 'P-256',
          hash: 'SHA-256',
        }
      : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const privateKey = await webcrypto.subtle.importKey(
    'pkcs8',
    key.export({ type: 'pkcs8', format: 'der' }),
    algorithm,
    false,
    ['sign'],
  );
  return {
    certificate: new X509Certificate(pem.certificatePem),
    privateKey,
    algorithm,
  };
}
