import 'reflect-metadata';
import { KeyObject } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: Uint8Array.of(1, 0, 1),
  modulusLength: 2048,
};

/** A key and a certificate signing request for a server of these names. */
export async function makeServerRequest(
  names: readonly x509.JsonGeneralName[],
): Promise<{ readonly privateKey: KeyObject; readonly requestPem: string }> {
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${names[0].value}`,
    keys,
    signingAlgorithm: RSA,
    extensions: [new x509.SubjectAlternativeNameExtension([...names])],
  });
  return {
    privateKey: KeyObject.from(keys.privateKey),
    requestPem: request.toString('pem'),
  };
}
