import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What the active node leaves behind the barrier for its standbys. */
export interface Advertisement {
  readonly redirect_addr: string;
  readonly cluster_addr: string;
  /** Both sides of the cluster port prove with it that they opened the same barrier. */
  readonly cluster_cert: string;
  readonly cluster_key: string;
  /** Name in the certificate. */
  readonly server_name: string;
}

const KEY = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Makes a key and certificate for one term of leadership. */
export async function newAdvertisement(addresses: {
  readonly apiAddress: string;
  readonly clusterAddress: string;
}): Promise<Advertisement> {
  const serverName = `fw-${randomUUID()}`;
  const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${serverName}`,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + YEAR_MS),
    keys,
    signingAlgorithm: KEY,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: serverName },
      ]),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    redirect_addr: addresses.apiAddress,
    cluster_addr: addresses.clusterAddress,
    cluster_cert: certificate.toString('pem'),
    cluster_key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    server_name: serverName,
  };
}
