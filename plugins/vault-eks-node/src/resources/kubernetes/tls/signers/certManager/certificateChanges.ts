import type { V1Secret } from '@kubernetes/client-node';
import type { Change } from '../../../../../engine/ManagedResource';
import { isOurs, Owner } from '../../../ownership';
import {
  certificateFaults,
  daysLeft,
  daysOfLife,
  readCertificates,
} from '../../inspectCertificate';
import { entriesOf, materialOf } from '../../secretMaterial';
import type { SubjectNames } from '../../subjectNames';
import {
  CertificateObject,
  conditionOf,
  WithConditions,
  wordsOf,
} from './objects';

/** What there is of cert-manager for this Vault. */
export interface ObservedCertificateObject {
  readonly issuer?: WithConditions;
  readonly certificate?: CertificateObject;
  readonly secret?: V1Secret;
}

/** What is wanted, and what it is judged by. */
export interface Wanted {
  readonly owner: Owner;
  readonly certificate: CertificateObject;
  /** For a person: `ClusterIssuer platform-ca`. */
  readonly issuer: string;
  readonly names: SubjectNames;
  readonly renewBeforeDays: number;
  readonly force: boolean;
  readonly now: Date;
}

/** Why nothing can be asked of this issuer. */
function issuerRefusal(
  issuer: WithConditions | undefined,
  name: string,
): string | undefined {
  if (!issuer) {
    return `there is no ${name}, or cert-manager is not installed (its API cert-manager.io/v1 is not served). Create the issuer, correct tls.issuer, or choose another tls.signer.`;
  }
  const ready = conditionOf(issuer, 'Ready');
  return ready?.status === 'True'
    ? undefined
    : `${name} is not ready: ${
        wordsOf(ready) || 'it has no status yet'
      }. Mend it (kubectl describe), and run again.`;
}

/** Why neither the Certificate nor its secret may be touched. */
export function ownerRefusal(
  { certificate, secret }: ObservedCertificateObject,
  { owner, certificate: wanted }: Wanted,
): string | undefined {
  const name = `${owner.namespace}/${wanted.metadata?.name}`;
  if (certificate && !isOurs(certificate, owner)) {
    return `Certificate ${name} exists and is not ours. Remove it, or choose another \`release\`.`;
  }
  return !certificate && secret && !isOurs(secret, owner)
    ? `Secret ${name} exists and is not ours. Use it by tls.signer: secret, remove it, or choose another \`release\`.`
    : undefined;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;

/** Whether all that is wanted is found; what cert-manager adds of its own, such as a default, does not matter. */
function holds(found: unknown, wanted: unknown): boolean {
  if (!isObject(wanted) || !isObject(found)) {
    return found === wanted;
  }
  if (Array.isArray(wanted) !== Array.isArray(found)) {
    return false;
  }
  const present = new Map(Object.entries(found));
  return (
    (!Array.isArray(wanted) || wanted.length === present.size) &&
    Object.entries(wanted).every(([key, value]) =>
      holds(present.get(key), value),
    )
  );
}

/** Why what cert-manager wrote cannot serve Vault; empty when it can. */
export function secretFaults(
  secret: V1Secret,
  { names, issuer, now }: Pick<Wanted, 'names' | 'issuer' | 'now'>,
): readonly string[] {
  const entries = entriesOf(secret);
  if (!entries) {
    return ['its secret has no tls.key and tls.crt'];
  }
  const material = materialOf(secret, entries);
  if (!material.caPem) {
    return [
      `${issuer} gives no CA certificate (ca.crt), as issuers of public certificates do, so nobody could verify Vault`,
    ];
  }
  return certificateFaults(material, { names, now, ca: 'the CA in ca.crt' });
}

function expiryChanges(secret: V1Secret, wanted: Wanted): readonly Change[] {
  const entries = entriesOf(secret);
  const [leaf] = entries
    ? readCertificates(materialOf(secret, entries).certificatePem)
    : [];
  if (!leaf) {
    return [];
  }
  const left = daysLeft(leaf, wanted.now);
  // cert-manager itself renews what lives shorter than the window when a third of its life is left.
  const window = Math.min(wanted.renewBeforeDays, daysOfLife(leaf) / 3);
  if (left < window) {
    return [{ field: 'expiry', from: `in ${left} days`, to: 'a new one' }];
  }
  return wanted.force
    ? [
        {
          field: 'certificate',
          from: `valid for ${left} more days`,
          to: 'a new one',
        },
      ]
    : [];
}

/** How what is there differs from what is wanted. */
export function certificateChanges(
  observed: ObservedCertificateObject,
  wanted: Wanted,
): readonly Change[] {
  const { issuer, certificate, secret } = observed;
  const refusal =
    issuerRefusal(issuer, wanted.issuer) ?? ownerRefusal(observed, wanted);
  if (refusal) {
    return [{ field: 'tls.issuer', refusal }];
  }
  const changes: Change[] = Object.entries(wanted.certificate.spec ?? {})
    .filter(([field, value]) => !holds(certificate?.spec?.[field], value))
    .map(([field]) => ({ field, to: 'as the spec says' }));
  const ready = conditionOf(certificate, 'Ready');
  if (ready?.status !== 'True' || !secret) {
    return [
      ...changes,
      {
        field: 'ready',
        from: wordsOf(ready) || 'no status yet',
        to: 'Ready',
      },
    ];
  }
  if (changes.length > 0) {
    return changes;
  }
  const faults = secretFaults(secret, wanted);
  return faults.length > 0
    ? faults.map(from => ({ field: 'certificate', from, to: 'a new one' }))
    : expiryChanges(secret, wanted);
}
