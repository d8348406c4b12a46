import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { SubjectNames } from '../subjectNames';

/** The kinds of key that the spec knows. */
export type KeyAlgorithm = VaultClusterSpec['tls']['keyAlgorithm'];

const rsa = (modulusLength: number) =>
  ({
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength,
  } as const);

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

function generateKeys(algorithm: KeyAlgorithm) {
  const { subtle } = webcrypto;
  const uses = ['sign', 'verify'] as const;
  return algorithm === 'ECDSA-P256'
    ? subtle.generateKey(ecdsa, true, uses)
    : subtle.generateKey(rsa(Number(algorithm.slice(4))), true, uses);
}

/** A new key and the request for its certificate. */
export interface KeyAndRequest {
  /** PKCS #8. Lives in this process and in the secret, nowhere else. */
  readonly keyPem: string;
  readonly requestPem: string;
}

/** Makes a key in this process and a certificate request for it. */
export async function newKeyAndRequest(
  names: SubjectNames,
  algorithm: KeyAlgorithm,
): Promise<KeyAndRequest> {
  const keys = await generateKeys(algorithm);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [names.commonName] }],
    keys,
    signingAlgorithm:
      algorithm === 'ECDSA-P256'
        ? ecdsa
        : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    extensions: [
      new SubjectAlternativeNameExtension([
        ...names.dns.map(value => ({ type: 'dns' as const, value })),
        ...names.ips.map(value => ({ type: 'ip' as const, value })),
      ]),
      new KeyUsagesExtension(
        // eslint-disable-next-line no-bitwise
        KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
        true,
      ),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    keyPem: `${PemConverter.encode(key, 'PRIVATE KEY')}\n`,
    requestPem: `${request.toString('pem')}\n`,
  };
}
