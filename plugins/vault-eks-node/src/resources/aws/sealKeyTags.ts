import {
  KMSClient,
  paginateListResourceTags,
  Tag,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import type { AwsTag } from './ownership';

/** Tags as KMS writes them. */
export const kmsTags = (tags: readonly AwsTag[]): Tag[] =>
  tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));

/** All tags of a key. */
export async function tagsOfKey(
  client: KMSClient,
  KeyId: string,
  abortSignal: AbortSignal,
): Promise<readonly AwsTag[]> {
  const tags: AwsTag[] = [];
  for await (const page of paginateListResourceTags(
    { client },
    { KeyId },
    { abortSignal },
  )) {
    for (const { TagKey, TagValue } of page.Tags ?? []) {
      tags.push({ Key: TagKey, Value: TagValue });
    }
  }
  return tags;
}

/** Puts tags on a key; no call when there are none. */
export async function tagKey(
  client: KMSClient,
  KeyId: string,
  tags: readonly AwsTag[],
  abortSignal: AbortSignal,
): Promise<void> {
  if (tags.length > 0) {
    await client.send(new TagResourceCommand({ KeyId, Tags: kmsTags(tags) }), {
      abortSignal,
    });
  }
}
