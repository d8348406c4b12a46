import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { OperationsOf } from '../../Service';
import { kmsPage } from './answers';
import { requireNotPendingDeletion } from './errors';
import type { KeyRecord, KmsState } from './KmsState';

const tagsPerPage = 50;

/** Tags of keys. */
export function keyTagOperations(state: KmsState): OperationsOf<typeof sdk> {
  return {
    TagResource: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      state.keys.patch(key.id, { tags: mergeTags(key.tags, input.Tags) });
      return {};
    },

    UntagResource: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireNotPendingDeletion(key);
      state.keys.patch(key.id, {
        tags: key.tags.filter(
          tag => !input.TagKeys?.includes(tag.TagKey ?? ''),
        ),
      });
      return {};
    },

    ListResourceTags: (input, context) => {
      const { tags } = state.require(input.KeyId, context);
      const { items, ...page } = kmsPage(tags, input, tagsPerPage);
      return { ...page, Tags: items };
    },
  };
}

/** Old tags with the new ones put over them; throws KMS's TagException for a key given twice. */
export function mergeTags(
  old: KeyRecord['tags'],
  added: KeyRecord['tags'] | undefined,
): KeyRecord['tags'] {
  const names = new Set((added ?? []).map(tag => tag.TagKey));
  if (names.size < (added ?? []).length) {
    throw new AwsError('TagException', 'Duplicate tag keys');
  }
  return [...old.filter(tag => !names.has(tag.TagKey)), ...(added ?? [])];
}
