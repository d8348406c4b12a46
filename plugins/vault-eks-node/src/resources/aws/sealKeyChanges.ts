import type { KeyMetadata, KMSClient } from '@aws-sdk/client-kms';
import type { Change } from '../../engine/ManagedResource';
import { KeyUse, refuseOtherUses } from './otherKeyUses';
import { AwsTag, ownerIn, Ownership, standingOf } from './ownership';
import { sameDocument } from './sameDocument';
import { KeyPlace, unfitForSeal } from './sealKeyFitness';
import { sealKeyPolicy } from './sealKeyPolicy';
import { changesBy } from './standing';

/** How the seal key is wanted. */
export interface SealKeyOptions extends KeyPlace {
  readonly client: KMSClient;
  /** `alias/…` */
  readonly alias: string;
  /** Whether the spec names the alias, so that the key behind it can be taken over. */
  readonly named: boolean;
  readonly ownership: Ownership;
  /** ARN that Vault's role has or will have. */
  readonly roleArn: string;
  /** Whose seal it is, when left out. */
  readonly description?: string;
  /** Days between two rotations of its material. */
  readonly rotationPeriodDays: number;
  /** Days between a scheduled deletion and its end. */
  readonly deletionWindowDays: number;
  /** ARNs of those who alone may disable the key or schedule its deletion; nobody may when empty. */
  readonly breakGlassPrincipals: readonly string[];
  /** What else the spec names keys for. */
  readonly otherUses: readonly KeyUse[];
}

/** The key behind the alias, as KMS describes it. */
export interface ObservedSealKey {
  readonly keyId: string;
  readonly arn: string;
  readonly state: string;
  readonly metadata: KeyMetadata;
  /** Days between two rotations; `undefined` when it is not rotated. */
  readonly rotationPeriodDays?: number;
  readonly policy?: string;
  readonly tags: readonly AwsTag[];
  readonly usedAs: readonly KeyUse['field'][];
}

/** What the key says of itself. */
export const descriptionOf = ({ description, ownership }: SealKeyOptions) =>
  description ?? `Unseals the Vault ${ownership.owner}`;

const every = (days: number | undefined) =>
  days === undefined ? 'off' : `every ${days} days`;

function guardIn({ breakGlassPrincipals: principals }: SealKeyOptions): string {
  return principals.length > 0
    ? `guarded against deletion by all but ${principals.join(', ')}`
    : 'guarded against deletion';
}

function unusable(
  { metadata, state, keyId }: ObservedSealKey,
  { alias, account, region }: SealKeyOptions,
): Change | undefined {
  if (state === 'Disabled' || state === 'PendingDeletion') {
    return {
      field: 'state',
      from: state,
      to: 'Enabled',
      refusal: `the key is ${state}, and Vault cannot be unsealed with it. Enable it again (aws kms cancel-key-deletion, aws kms enable-key --key-id ${keyId}), or release the alias ${alias}.`,
    };
  }
  const { Origin = 'AWS_KMS', MultiRegionConfiguration: copies } = metadata;
  const replica =
    copies?.MultiRegionKeyType === 'REPLICA'
      ? `it is a replica of ${copies.PrimaryKey?.Arn}, which is what KMS rotates`
      : undefined;
  const reason =
    unfitForSeal(metadata, keyId, { account, region }) ??
    replica ??
    (Origin === 'AWS_KMS'
      ? undefined
      : `its material is of ${Origin}, and KMS rotates only its own`);
  return reason
    ? {
        field: 'key',
        from: keyId,
        replace: true,
        refusal: `the key behind ${alias} does not fit: ${reason}. Name another alias in seal.alias, or release this one.`,
      }
    : undefined;
}

/** How the key behind the alias differs from the one that is wanted. */
export function sealKeyChanges(
  observed: ObservedSealKey,
  options: SealKeyOptions,
): readonly Change[] {
  const { alias, named, ownership, roleArn } = options;
  const { tags, metadata, rotationPeriodDays, policy } = observed;
  const standing = standingOf({
    found: ownerIn(tags),
    ownership,
    // A key that is used as it is, is one that exists: seal.key says so.
    named: named && ownership.adopt,
    fix: `Set seal.key: existing and seal.keyId: ${alias} to use it as it is, set seal.alias: ${alias} and adopt: true to have it changed and tagged, or name another alias there.`,
  });
  if (standing.kind === 'refused') {
    return [standing.change];
  }
  const refusal = unusable(observed, options);
  if (refusal) {
    return [refusal];
  }
  const otherUses = refuseOtherUses(observed.usedAs);
  if (otherUses.length > 0) {
    return otherUses;
  }
  const differences: Change[] = [];
  const description = descriptionOf(options);
  if ((metadata.Description ?? '') !== description) {
    const from = metadata.Description || undefined;
    differences.push({ field: 'description', from, to: description });
  }
  if (rotationPeriodDays !== options.rotationPeriodDays) {
    differences.push({
      field: 'rotation',
      from: every(rotationPeriodDays),
      to: every(options.rotationPeriodDays),
    });
  }
  if (!sameDocument(policy, sealKeyPolicy({ ...options, guarded: true }))) {
    differences.push({
      field: 'policy',
      from: 'another key policy',
      to: `administered by the account, used by ${roleArn}, ${guardIn(
        options,
      )}`,
    });
  }
  return changesBy({ standing, tags, ownership, differences });
}
