import { OWNERSHIP_TAG } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Change } from '../../engine/ManagedResource';

/** A tag as most AWS services write it. */
export interface AwsTag {
  readonly Key?: string;
  readonly Value?: string;
}

/** The tags of everything that this product makes. */
export function ownershipTags(owner: string): { Key: string; Value: string }[] {
  return [{ Key: OWNERSHIP_TAG, Value: owner }];
}

/** Whose a thing is, by its tags; `undefined` when nobody's of ours. */
export function ownerIn(tags: readonly AwsTag[] | undefined) {
  return tags?.find(tag => tag.Key === OWNERSHIP_TAG)?.Value;
}

/** What exists without our tag is not changed; says which input makes it used. */
export function notOurs(options: {
  readonly found: string | undefined;
  readonly owner: string;
  /** What the person can do, as a sentence. */
  readonly fix: string;
}): Change {
  const { found, owner, fix } = options;
  const whose = found
    ? `it belongs to the Vault ${found}`
    : `it exists without the tag ${OWNERSHIP_TAG}`;
  return {
    field: 'owner',
    from: found ?? '(not ours)',
    to: owner,
    refusal: `${whose}, so it is not changed. ${fix}`,
  };
}
