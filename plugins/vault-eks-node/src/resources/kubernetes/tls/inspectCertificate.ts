import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SubjectNames } from './subjectNames';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, in order. */
export function readCertificates(pem: string): X509Certificate[] {
  return (pem.match(BLOCK) ?? []).map(block => new X509Certificate(block));
}

/** The DNS names and addresses that a certificate is for. */
export function namesOf(certificate: X509Certificate): ReadonlySet<string> {
  const names = (certificate.subjectAltName ?? '')
    .split(',')
    .map(name => name.trim().replace(/^(DNS|IP Address):/, ''));
  return new Set(names);
}

/** Whole days until the certificate ends; negative afterwards. */
export function daysLeft(certificate: X509Certificate, now: Date): number {
  return Math.floor(
    (Date.parse(certificate.validTo) - now.getTime()) / 86_400_000,
  );
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
    child.checkIssued(parent) && child.verify(parent.publicKey);
  const last = chain.at(-1);
  return (
    last !== undefined &&
    chain.every(
      (c, i) => i + 1 === chain.length || signedBy(c, chain[i + 1]),
    ) &&
    roots.some(root => signedBy(last, root) || last.raw.equals(root.raw))
  );
}

function matchesKey(leaf: X509Certificate, keyPem: string): boolean {
  try {
    return leaf.checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
}

/** Every reason why this certificate must not serve, in words; empty when it may. */
export function certificateFaults(
  material: CertificateMaterial,
  names: SubjectNames,
  now: Date,
): string[] {
  let chain: X509Certificate[];
  try {
    chain = readCertificates(material.certificatePem);
  } catch {
    chain = [];
  }
  const [leaf] = chain;
  if (!leaf) {
    return ['it is not a certificate'];
  }
  const faults: string[] = [];
  if (!chainsTo(chain, readCertificates(material.caPem))) {
    faults.push('the cluster CA did not sign it');
  }
  if (!matchesKey(leaf, material.keyPem)) {
    faults.push('it is for another key');
  }
  if (Date.parse(leaf.validTo) <= now.getTime()) {
    faults.push('it has expired');
  }
  const present = namesOf(leaf);
  const missing = [...names.dns, ...names.ips].filter(n => !present.has(n));
  if (missing.length > 0) {
    faults.push(`it lacks ${missing.join(', ')}`);
  }
  return faults;
}
