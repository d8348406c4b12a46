import {
  OWNERSHIP_TAG,
  TAG_PREFIX,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Change } from '../../engine/ManagedResource';

/** A tag as most AWS services write it. */
export interface AwsTag {
  readonly Key?: string;
  readonly Value?: string;
}

/** Whose the things of one run are, and what marks them. */
export interface Ownership {
  /** Value of the ownership tag: which Vault of which EKS cluster. */
  readonly owner: string;
  /** Who asked for the run: the entity ref of a person, or the ARN of the caller. */
  readonly by: string;
  /** Version of this product. */
  readonly version: string;
  /** Further tags that the spec wants. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the spec takes over what it names and others made. */
  readonly adopt: boolean;
}

/** Marks what others made and a run took over: it is brought to the spec, and never deleted. */
export const ADOPTED_TAG = `${TAG_PREFIX}adopted-at`;

// AWS takes letters, digits, spaces and _.:/=+-@ in a value, and 256 of them.
const value = (text: string) =>
  text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256);

const stamp = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** The tags of everything that this product makes: whose it is, who asked for it, when, and with which version. */
export function ownershipTags(
  { owner, by, version, tags }: Ownership,
  now = new Date(),
): { Key: string; Value: string }[] {
  return [
    ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    { Key: OWNERSHIP_TAG, Value: owner },
    { Key: `${TAG_PREFIX}created-by`, Value: value(by) },
    { Key: `${TAG_PREFIX}created-at`, Value: stamp(now) },
    { Key: `${TAG_PREFIX}version`, Value: version },
  ];
}

/** The tags that a thing gets when it is taken over. */
export function adoptionTags(
  ownership: Ownership,
  now = new Date(),
): { Key: string; Value: string }[] {
  const { owner, by, version, tags } = ownership;
  return [
    ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    { Key: OWNERSHIP_TAG, Value: owner },
    { Key: `${TAG_PREFIX}adopted-by`, Value: value(by) },
    { Key: ADOPTED_TAG, Value: stamp(now) },
    { Key: `${TAG_PREFIX}version`, Value: version },
  ];
}

const valueIn = (tags: readonly AwsTag[] | undefined, key: string) =>
  tags?.find(tag => tag.Key === key)?.Value;

/** Whose a thing is, by its tags; `undefined` when nobody's of ours. */
export function ownerIn(tags: readonly AwsTag[] | undefined) {
  return valueIn(tags, OWNERSHIP_TAG);
}

/** Whether others made it and a run took it over. */
export function wasAdopted(tags: readonly AwsTag[] | undefined): boolean {
  return valueIn(tags, ADOPTED_TAG) !== undefined;
}

/** The tags of the spec that a thing of ours lacks; tags that others added stay. */
export function missingTags(
  found: readonly AwsTag[] | undefined,
  { tags }: Ownership,
): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .filter(([key, wanted]) => valueIn(found, key) !== wanted)
    .map(([Key, Value]) => ({ Key, Value }));
}

/** The change for {@link missingTags}, if there is one. */
export function tagChanges(
  found: readonly AwsTag[] | undefined,
  ownership: Ownership,
): readonly Change[] {
  return missingTags(found, ownership).map(({ Key, Value }) => ({
    field: `tag ${Key}`,
    from: valueIn(found, Key),
    to: Value,
  }));
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

/** How a thing that exists may be treated. */
export type Standing =
  /** Made or taken over by this very Vault: it is brought to the spec. */
  | { readonly kind: 'ours' }
  /** Of others and named by the spec: used as it is. */
  | { readonly kind: 'used' }
  /** Of others, named, and to be taken over: the change says so. */
  | { readonly kind: 'adopting'; readonly change: Change }
  /** Of others and not to be touched: the change refuses. */
  | { readonly kind: 'refused'; readonly change: Change };

/** Judges by its ownership tag what a run may do with a thing that exists. */
export function standingOf(options: {
  /** Value of the ownership tag that was found. */
  readonly found: string | undefined;
  readonly ownership: Ownership;
  /** Whether the spec names the thing. */
  readonly named: boolean;
  /** Says how to name it, or another, as a sentence. */
  readonly fix: string;
}): Standing {
  const { found, ownership, named, fix } = options;
  const { owner, adopt } = ownership;
  if (found === owner) {
    return { kind: 'ours' };
  }
  // What another Vault owns is never taken from it: two Vaults on one table destroy each other's data.
  if (found !== undefined || !named) {
    return { kind: 'refused', change: notOurs({ found, owner, fix }) };
  }
  return adopt
    ? {
        kind: 'adopting',
        change: { field: 'owner', from: '(not ours)', to: owner, adopts: true },
      }
    : { kind: 'used' };
}

/** Refuses to change a thing of others that the spec names without saying that it may be changed. */
export function neverChanged(what: string): string {
  return `${what} exists without the tag ${OWNERSHIP_TAG}, so it is not changed. Set adopt: true to have it changed and tagged, or make the change by hand.`;
}
