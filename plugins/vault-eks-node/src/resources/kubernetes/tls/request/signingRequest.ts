import { randomBytes } from 'node:crypto';
import type { V1CertificateSigningRequest } from '@kubernetes/client-node';
import { Owner, ownershipMarks } from '../../ownership';

/** The only EKS signer that signs certificates for applications. */
export const SIGNER = 'beta.eks.amazonaws.com/app-serving';

/** All that the signer allows. Source: "Secure workloads with Kubernetes certificates", Amazon EKS user guide. */
const USAGES = ['digital signature', 'key encipherment', 'server auth'];

/** The signer's longest, which is also what it gives by itself. */
const YEAR_SECONDS = 365 * 24 * 3600;

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Names a request; in a shape of its own for each run, so that no run meets the request of another. */
export const requestRef = (name: string) => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  name,
});

/** The request as this run sends it. The name of an object may have 253 characters, and these have at most 148. */
export function signingRequest(
  owner: Owner,
  requestPem: string,
): V1CertificateSigningRequest {
  const { apiVersion, kind } = requestRef('');
  const suffix = randomBytes(5).toString('hex');
  return {
    apiVersion,
    kind,
    metadata: {
      name: `vault-eks-${owner.namespace}-${owner.release}-${suffix}`,
      ...ownershipMarks(owner),
    },
    spec: {
      request: base64(requestPem),
      signerName: SIGNER,
      usages: USAGES,
      expirationSeconds: YEAR_SECONDS,
    },
  };
}

const sorted = (usages: readonly string[] = []) => [...usages].sort().join();

/** Whether what is stored asks for exactly what was sent: byte for byte, of the same signer, for the same uses and time. */
export function asksTheSame(
  { spec: stored }: V1CertificateSigningRequest,
  { spec: sent }: V1CertificateSigningRequest,
): boolean {
  return (
    stored.request === sent.request &&
    stored.signerName === sent.signerName &&
    stored.expirationSeconds === sent.expirationSeconds &&
    sorted(stored.usages) === sorted(sent.usages)
  );
}
