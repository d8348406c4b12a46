import type { Change, Removal } from '../../engine/ManagedResource';
import {
  adoptionTags,
  AwsTag,
  missingTags,
  ownerIn,
  Ownership,
  Standing,
  tagChanges,
  wasAdopted,
} from './ownership';

/** What a run makes of how a thing differs, by whose the thing is: what is only used is left as it is. */
export function changesBy(options: {
  readonly standing: Standing;
  readonly tags: readonly AwsTag[];
  readonly ownership: Ownership;
  readonly differences: readonly Change[];
}): readonly Change[] {
  const { standing, tags, ownership, differences } = options;
  switch (standing.kind) {
    case 'refused':
      return [standing.change];
    case 'used':
      return [];
    case 'adopting':
      // First, so that a run that ends in between is finished by the next as the owner's.
      return [standing.change, ...differences];
    default:
      return [...tagChanges(tags, ownership), ...differences];
  }
}

/** The tags that these changes put on a thing; none when they are about something else. */
export function tagsToPut(
  changes: readonly Change[],
  found: readonly AwsTag[],
  ownership: Ownership,
): { Key: string; Value: string }[] {
  if (changes.some(change => change.adopts)) {
    return adoptionTags(ownership);
  }
  const missing = missingTags(found, ownership);
  return missing.filter(({ Key }) =>
    changes.some(change => change.field === `tag ${Key}`),
  );
}

/** What a destroy makes of a thing, by its tags: what others made stays, even when a run took it over. */
export function removalBy(
  tags: readonly AwsTag[],
  { owner }: Ownership,
): Removal {
  if (ownerIn(tags) !== owner) {
    return { verb: 'keep', reason: 'it is not ours' };
  }
  return wasAdopted(tags)
    ? { verb: 'keep', reason: 'others made it, and it was only taken over' }
    : { verb: 'delete' };
}
