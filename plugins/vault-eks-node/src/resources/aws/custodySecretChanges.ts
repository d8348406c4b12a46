import type {
  ReplicationStatusType,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Change } from '../../engine/ManagedResource';
import type { CustodyValue } from './custodyValue';
import { AwsTag, ownerIn, Ownership, standingOf } from './ownership';
import { sameDocument } from './sameDocument';
import { changesBy } from './standing';

/** How the secret is wanted. */
export interface CustodySecretOptions
  extends Pick<
    VaultClusterSpec['custody'],
    'kmsKeyId' | 'replicaRegions' | 'resourcePolicy'
  > {
  readonly client: SecretsManagerClient;
  readonly name: string;
  readonly ownership: Ownership;
  /** Whether the spec names the secret, so that a foreign one is used as it is, or taken over. */
  readonly named: boolean;
  readonly account: string;
  readonly region: string;
}

/** The secret as Secrets Manager describes it; never its value. */
export interface ObservedCustodySecret {
  readonly arn: string;
  readonly kmsKeyId?: string;
  /** Set when its deletion is scheduled. */
  readonly deletedAt?: Date;
  /** Where the secret is that this one is a copy of, or is. */
  readonly primaryRegion?: string;
  readonly copies: readonly ReplicationStatusType[];
  readonly resourcePolicy?: string;
  /** Looked at when others made the secret. */
  readonly value?: CustodyValue;
  readonly tags: readonly AwsTag[];
}

/** The regions in which a secret has copies. */
export const copiesIn = ({ copies }: ObservedCustodySecret) =>
  copies.flatMap(({ Region }) => Region ?? []).sort();

const list = (regions: readonly string[]) =>
  [...regions].sort().join(', ') || 'none';

// Secrets Manager gives back whichever name of the key it was given.
const keyName = (key: string | undefined) =>
  key?.replace(/^arn:[^/]*?:(?=key\/|alias\/)/, '').replace(/^key\//, '');

function unusable(
  observed: ObservedCustodySecret,
  { name, region }: CustodySecretOptions,
): Change | undefined {
  const { deletedAt, primaryRegion = region, value } = observed;
  if (deletedAt) {
    return {
      field: 'state',
      from: 'scheduled for deletion',
      to: 'available',
      refusal: `it is scheduled for deletion and may hold recovery keys. Restore it (aws secretsmanager restore-secret --secret-id ${name}), or name another in custody.secretName.`,
    };
  }
  if (primaryRegion !== region) {
    return {
      field: 'region',
      from: primaryRegion,
      to: region,
      refusal: `it is a copy of the secret in ${primaryRegion}, and only that one can be written. Name another in custody.secretName.`,
    };
  }
  return value === 'other'
    ? {
        field: 'value',
        from: 'something else',
        to: 'recovery keys',
        refusal: `Secret ${name} holds something that this product did not write, and it is not overwritten. Name another one in custody.secretName.`,
      }
    : undefined;
}

function copyChanges(
  observed: ObservedCustodySecret,
  { name, replicaRegions }: CustodySecretOptions,
): readonly Change[] {
  const found = list(copiesIn(observed));
  const wanted = list(replicaRegions);
  const failed = observed.copies.filter(
    ({ Region = '', Status }) =>
      Status === 'Failed' && replicaRegions.includes(Region),
  );
  const waiting = observed.copies.filter(c => c.Status === 'InProgress');
  return [
    ...(found === wanted
      ? []
      : [{ field: 'replicaRegions', from: found, to: wanted }]),
    ...failed.map(({ Region, StatusMessage = 'no reason given' }) => ({
      field: `copy in ${Region}`,
      from: 'failed',
      to: 'in sync',
      refusal: `its copy in ${Region} failed (${StatusMessage}). Mend that, remove the copy (aws secretsmanager remove-regions-from-replication --secret-id ${name} --remove-replica-regions ${Region}) and run again, or leave ${Region} out of custody.replicaRegions.`,
    })),
    ...waiting.map(({ Region }) => ({
      field: `copy in ${Region}`,
      from: 'in progress',
      to: 'in sync',
      pending: true,
    })),
  ];
}

function differences(
  observed: ObservedCustodySecret,
  options: CustodySecretOptions,
): readonly Change[] {
  const { kmsKeyId, resourcePolicy } = options;
  const changes: Change[] = [];
  // Without a key in the spec, the secret keeps the one it has: to weaken its encryption takes more than leaving out.
  if (kmsKeyId && keyName(observed.kmsKeyId) !== keyName(kmsKeyId)) {
    changes.push({
      field: 'kmsKeyId',
      from: observed.kmsKeyId ?? 'managed by AWS',
      to: kmsKeyId,
    });
  }
  changes.push(...copyChanges(observed, options));
  const found = observed.resourcePolicy;
  const asWanted = resourcePolicy
    ? sameDocument(found, resourcePolicy)
    : found === undefined;
  if (!asWanted) {
    changes.push({
      field: 'resourcePolicy',
      from: found ? 'another policy' : 'none',
      to: resourcePolicy ? 'the policy of the spec' : 'none',
    });
  }
  return changes;
}

/**
 * How the secret that was found differs from the one that is wanted. One of ours has the resource policy of the spec, and
 * none when the spec has none: whoever it lets in could read the recovery keys.
 */
export function custodySecretChanges(
  observed: ObservedCustodySecret,
  options: CustodySecretOptions,
): readonly Change[] {
  const { name, ownership, named } = options;
  const { tags, value, deletedAt } = observed;
  const standing = standingOf({
    found: ownerIn(tags),
    ownership,
    named,
    fix: `Set custody.secretName: ${name} to use it as it is (adopt: true to have it changed and tagged), or name another secret there.`,
  });
  if (standing.kind === 'refused' && !deletedAt) {
    return [standing.change];
  }
  const refusal = unusable(observed, options);
  if (refusal) {
    return [refusal];
  }
  // To receive the keys is what the spec names it for: the first value is written even into a secret of others.
  const first: readonly Change[] =
    value === 'none'
      ? [{ field: 'value', from: 'none', to: 'a placeholder' }]
      : [];
  return [
    ...changesBy({
      standing,
      tags,
      ownership,
      differences: differences(observed, options),
    }),
    ...first,
  ];
}
