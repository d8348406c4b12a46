import { createPrivateKey, KeyObject, X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import type { KeyAlgorithm } from './request/keyAndRequest';
import type { SubjectNames } from './subjectNames';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** id-kp-serverAuth. Source: RFC 5280, 4.2.1.12. */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

const DAY_MS = 86_400_000;

/**
 * The certificates of a PEM text, in order.
 *
 * @throws Error when a block is not a certificate
 */
export function readCertificates(pem: string): X509Certificate[] {
  return (pem.match(BLOCK) ?? []).map(block => new X509Certificate(block));
}

/** As {@link readCertificates}; nothing when any block cannot be read. */
export function certificatesIn(pem: string): X509Certificate[] {
  try {
    return readCertificates(pem);
  } catch {
    return [];
  }
}

/** Whole days until the certificate ends; negative afterwards. */
export function daysLeft(certificate: X509Certificate, now: Date): number {
  return Math.floor((Date.parse(certificate.validTo) - now.getTime()) / DAY_MS);
}

/** Days that the certificate lives in all. */
export function daysOfLife({ validFrom, validTo }: X509Certificate): number {
  return (Date.parse(validTo) - Date.parse(validFrom)) / DAY_MS;
}

/** The kind of the key that a certificate is for, in the words of the spec. */
export function algorithmOf(
  certificate: X509Certificate,
): KeyAlgorithm | 'another kind' {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType === 'ec') {
    return asymmetricKeyDetails?.namedCurve === 'prime256v1'
      ? 'ECDSA-P256'
      : 'another kind';
  }
  switch (asymmetricKeyDetails?.modulusLength) {
    case 2048:
      return 'RSA-2048';
    case 3072:
      return 'RSA-3072';
    case 4096:
      return 'RSA-4096';
    default:
      return 'another kind';
  }
}

/** What there is to judge. */
export interface CertificateMaterial {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly caPem: string;
}

function chainsTo(
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): boolean {
  const signedBy = (child: X509Certificate, parent: X509Certificate) =>
    parent.ca && child.checkIssued(parent) && child.verify(parent.publicKey);
  const last = chain.at(-1);
  return (
    last !== undefined &&
    chain.every(
      (c, i) => i + 1 === chain.length || signedBy(c, chain[i + 1]),
    ) &&
    roots.some(root => signedBy(last, root) || last.raw.equals(root.raw))
  );
}

/** Whether the CA among the material signed the certificate, through those that stand below it in the same text. */
export function isSignedByItsCa({
  certificatePem,
  caPem,
}: Pick<CertificateMaterial, 'certificatePem' | 'caPem'>): boolean {
  return chainsTo(certificatesIn(certificatePem), certificatesIn(caPem));
}

function keyFault(leaf: X509Certificate, keyPem: string): string | undefined {
  let key: KeyObject;
  try {
    key = createPrivateKey(keyPem);
  } catch {
    return keyPem.includes('ENCRYPTED')
      ? 'its key is encrypted, and Vault has no passphrase for it'
      : 'its key cannot be read';
  }
  return leaf.checkPrivateKey(key) ? undefined : 'it is for another key';
}

function timeFaults(
  chain: readonly X509Certificate[],
  now: Date,
): readonly string[] {
  const [leaf, ...above] = chain;
  return [
    ...(Date.parse(leaf.validTo) <= now.getTime() ? ['it has expired'] : []),
    ...(Date.parse(leaf.validFrom) > now.getTime()
      ? [`it is not valid before ${new Date(leaf.validFrom).toISOString()}`]
      : []),
    ...(above.some(c => Date.parse(c.validTo) <= now.getTime())
      ? ['a CA in its chain has expired']
      : []),
  ];
}

function lacking(
  leaf: X509Certificate,
  { dns, ips }: Pick<SubjectNames, 'dns' | 'ips'>,
): readonly string[] {
  const present = new Set(
    (leaf.subjectAltName ?? '').split(/,\s*/).map(n => n.replace(/^DNS:/, '')),
  );
  const peer = leaf.toLegacyObject();
  return [
    ...dns.filter(
      name =>
        !present.has(name) &&
        (name.startsWith('*.') || checkServerIdentity(name, peer)),
    ),
    ...ips.filter(ip => !leaf.checkIP(ip)),
  ];
}

/** Every reason why this certificate must not serve, in words; empty when it may. */
export function certificateFaults(
  material: CertificateMaterial,
  options: {
    readonly names: Pick<SubjectNames, 'dns' | 'ips'>;
    readonly now: Date;
    /** Whose CA it is, for a message: `the cluster CA`. */
    readonly ca: string;
  },
): string[] {
  const { names, now, ca } = options;
  const chain = certificatesIn(material.certificatePem);
  const roots = certificatesIn(material.caPem);
  const [leaf] = chain;
  if (!leaf) {
    return ['it is not a certificate'];
  }
  const faults: string[] = [];
  if (!chainsTo(chain, roots)) {
    faults.push(`${ca} did not sign it`);
  }
  const key = keyFault(leaf, material.keyPem);
  if (key) {
    faults.push(key);
  }
  faults.push(...timeFaults(chain, now));
  // Without the extension a certificate is for every use. Source: RFC 5280, 4.2.1.12.
  if (leaf.keyUsage && !leaf.keyUsage.includes(SERVER_AUTH)) {
    faults.push('it is not for server authentication');
  }
  const missing = lacking(leaf, names);
  if (missing.length > 0) {
    faults.push(`it lacks ${missing.join(', ')}`);
  }
  return faults;
}
