import 'reflect-metadata';
import { createHash, randomUUID } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import {
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  importSPKI,
} from 'jose';
import type { Seed, SeededCluster } from './seed';
import type { ClusterIdentity, StateStore } from './world';

const CA_KEY = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const CA_YEARS = 10;

interface Keys {
  readonly issuerId: string;
  readonly caCertificatePem: string;
  readonly caPrivateKeyPem: string;
  readonly issuerPrivateKeyPem: string;
  readonly issuerPublicKeyPem: string;
}

/**
 * Who a cluster is: its certificate authority and the key that signs its service-account tokens. Both stay
 * the same over restarts when the state does.
 */
export async function clusterIdentity(options: {
  readonly seed: Seed;
  readonly cluster: SeededCluster;
  readonly endpoint: string;
  readonly store: StateStore;
}): Promise<ClusterIdentity> {
  const { seed, cluster, endpoint, store } = options;
  const name = `cluster.${cluster.name}.keys`;
  const keys = store.load<Keys>(name) ?? (await generateKeys());
  store.save(name, () => keys);
  return {
    ...cluster,
    region: seed.region,
    account: seed.account,
    arn: `arn:aws:eks:${seed.region}:${seed.account}:cluster/${cluster.name}`,
    endpoint,
    ca: {
      certificatePem: keys.caCertificatePem,
      privateKeyPem: keys.caPrivateKeyPem,
    },
    issuer: {
      url: `https://oidc.eks.${seed.region}.amazonaws.com/id/${keys.issuerId}`,
      keyId: createHash('sha256')
        .update(keys.issuerPublicKeyPem)
        .digest('hex')
        .slice(0, 40),
      privateKey: await importPKCS8(keys.issuerPrivateKeyPem, 'RS256'),
      publicKey: await importSPKI(keys.issuerPublicKeyPem, 'RS256'),
    },
  };
}

async function generateKeys(): Promise<Keys> {
  const ca = await certificateAuthority();
  const issuer = await generateKeyPair('RS256', { extractable: true });
  return {
    ...ca,
    issuerId: randomUUID().replaceAll('-', '').toUpperCase(),
    issuerPrivateKeyPem: await exportPKCS8(issuer.privateKey),
    issuerPublicKeyPem: await exportSPKI(issuer.publicKey),
  };
}

/** Makes a certificate authority. */
export async function certificateAuthority(name = 'CN=kubernetes') {
  const keys = await crypto.subtle.generateKey(CA_KEY, true, [
    'sign',
    'verify',
  ]);
  const notBefore = new Date();
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notAfter.getFullYear() + CA_YEARS);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    serialNumber: '01',
    notBefore,
    notAfter,
    keys,
    signingAlgorithm: CA_KEY,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        // eslint-disable-next-line no-bitwise
        x509.KeyUsageFlags.digitalSignature |
          x509.KeyUsageFlags.keyEncipherment |
          x509.KeyUsageFlags.keyCertSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    caCertificatePem: certificate.toString('pem'),
    caPrivateKeyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  };
}
