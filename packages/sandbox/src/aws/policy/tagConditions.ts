import type { ConditionContext } from './conditions';

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a call brings. */
export function requestTags(
  tags: readonly Tag[] | undefined,
): ConditionContext {
  return {
    ...byKey('aws:requesttag', tags),
    ...(tags &&
      tags.length > 0 && { 'aws:tagkeys': tags.map(tag => tag.Key ?? '') }),
  };
}

/** `aws:ResourceTag/…` of the tags that a thing has. */
export function resourceTags(
  tags: readonly Tag[] | undefined,
): ConditionContext {
  return byKey('aws:resourcetag', tags);
}

function byKey(
  prefix: string,
  tags: readonly Tag[] | undefined,
): Record<string, string[]> {
  return Object.fromEntries(
    (tags ?? []).map(tag => [
      `${prefix}/${(tag.Key ?? '').toLowerCase()}`,
      [tag.Value ?? ''],
    ]),
  );
}
