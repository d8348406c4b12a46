import type { KubernetesObject } from '@kubernetes/client-node';
import {
  VaultClusterSpec,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { ownershipMarks } from '../../../ownership';
import { subjectNames } from '../../subjectNames';

/** The group and version of cert-manager's API. */
export const CERT_MANAGER = 'cert-manager.io/v1';

/** The longest life that is asked for; an issuer may give less. */
const YEAR_HOURS = 365 * 24;

/** A condition of any of cert-manager's objects. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime?: string;
}

/** What all of them have that is looked at here. */
export interface WithConditions extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** A Certificate of cert-manager, as far as it is looked at here. Source: cert-manager's API reference. */
export interface CertificateObject extends KubernetesObject {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly revision?: number;
    readonly lastFailureTime?: string;
  };
}

/** The condition of a type. */
export const conditionOf = (object: WithConditions | undefined, type: string) =>
  object?.status?.conditions?.find(c => c.type === type);

/** Reason and message as one text. */
export const wordsOf = (condition: Condition | undefined) =>
  [condition?.reason, condition?.message].filter(Boolean).join(': ');

type Issuer = NonNullable<
  NonNullable<VaultClusterSpecInput['tls']>['issuer']
> & { readonly kind: 'Issuer' | 'ClusterIssuer' };

/** Names the issuer; one without a namespace is for the whole cluster. */
export const issuerRef = (issuer: Issuer, namespace: string) => ({
  apiVersion: CERT_MANAGER,
  ...issuer,
  ...(issuer.kind === 'Issuer' && { namespace }),
});

/** The Certificate that the spec wants. */
export function wantedCertificate(
  spec: VaultClusterSpec,
  name: string,
  issuer: Issuer,
): CertificateObject {
  const { namespace, tls } = spec;
  const names = subjectNames(spec);
  const [algorithm, size] = tls.keyAlgorithm.split('-');
  const marks = ownershipMarks(spec);
  return {
    apiVersion: CERT_MANAGER,
    kind: 'Certificate',
    metadata: { name, namespace, ...marks },
    spec: {
      secretName: name,
      secretTemplate: marks,
      issuerRef: { ...issuer, group: 'cert-manager.io' },
      commonName: names.commonName,
      dnsNames: names.dns,
      ipAddresses: names.ips,
      usages: ['digital signature', 'key encipherment', 'server auth'],
      duration: `${YEAR_HOURS}h0m0s`,
      renewBefore: `${tls.renewBeforeDays * 24}h0m0s`,
      privateKey: {
        algorithm,
        size: algorithm === 'RSA' ? Number(size) : 256,
        encoding: 'PKCS8',
        rotationPolicy: 'Always',
      },
    },
  };
}
