import { webcrypto } from 'node:crypto';
import {
  PemConverter,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import type { KubeObject } from '../../kubelet/PodHost';
import { at, numberOf, stringsOf, textOf } from '../api/json';

/** A private key and the request for a certificate, both PEM. */
export interface KeyAndRequest {
  readonly keyPem: string;
  readonly requestPem: string;
}

/** Makes the key that a Certificate asks for, and the request by it. cert-manager's default is RSA with 2048 bits. */
export async function keyFor(certificate: KubeObject): Promise<KeyAndRequest> {
  const { spec } = certificate;
  const ec = textOf(at(spec, 'privateKey', 'algorithm')) === 'ECDSA';
  const size = numberOf(at(spec, 'privateKey', 'size'));
  const uses = ['sign', 'verify'] as const;
  const { subtle } = webcrypto;
  const signingAlgorithm = ec
    ? { name: 'ECDSA', namedCurve: `P-${size ?? 256}`, hash: 'SHA-256' }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const keys = ec
    ? await subtle.generateKey(
        { name: 'ECDSA', namedCurve: `P-${size ?? 256}` },
        true,
        uses,
      )
    : await subtle.generateKey(
        {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          publicExponent: new Uint8Array([1, 0, 1]),
          modulusLength: size ?? 2048,
        },
        true,
        uses,
      );
  const commonName = textOf(at(spec, 'commonName'));
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: commonName ? [{ CN: [commonName] }] : undefined,
    keys,
    signingAlgorithm,
    extensions: [
      new SubjectAlternativeNameExtension([
        ...stringsOf(at(spec, 'dnsNames')).map(value => ({
          type: 'dns' as const,
          value,
        })),
        ...stringsOf(at(spec, 'ipAddresses')).map(value => ({
          type: 'ip' as const,
          value,
        })),
      ]),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    keyPem: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
    requestPem: `${request.toString('pem')}\n`,
  };
}
