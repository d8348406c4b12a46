import type { PeerCertificate } from 'node:tls';
import type { CertificateStatus } from '@vault-eks/backstage-plugin-vault-eks-common';

const DAY_MS = 86_400_000;

const commonName = (name: PeerCertificate['subject'] | undefined) =>
  [name?.CN ?? []].flat().join(', ');

/** The certificate of a handshake as the status shows it. */
export function certificateStatus(
  peer: PeerCertificate | undefined,
  now: Date,
): CertificateStatus | undefined {
  if (!peer?.valid_to) {
    return undefined;
  }
  const notAfter = new Date(peer.valid_to);
  return {
    subject: commonName(peer.subject),
    issuer: commonName(peer.issuer),
    notBefore: new Date(peer.valid_from).toISOString(),
    notAfter: notAfter.toISOString(),
    daysLeft: Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS),
    fingerprint256: peer.fingerprint256,
  };
}

/** The one that ends first: each pod may serve another until all have read the renewed one. */
export function firstToExpire(
  certificates: readonly CertificateStatus[],
): CertificateStatus | undefined {
  return [...certificates].sort((a, b) =>
    a.notAfter.localeCompare(b.notAfter),
  )[0];
}
