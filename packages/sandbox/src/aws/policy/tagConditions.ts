import type { ConditionContext } from './conditions';

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a call brings, and of the keys that it takes away. */
export function requestTags(
  tags: readonly Tag[] | undefined,
  removedKeys: readonly string[] = [],
): ConditionContext {
  const keys = [...(tags ?? []).map(tag => tag.Key ?? ''), ...removedKeys];
  return {
    ...byKey('aws:requesttag', tags),
    ...(keys.length > 0 && { 'aws:tagkeys': keys }),
  };
}

/** `aws:ResourceTag/…` of the tags that a thing has. */
export function resourceTags(
  tags: readonly Tag[] | undefined,
): ConditionContext {
  return byKey('aws:resourcetag', tags);
}

/** `aws:PrincipalTag/…` of the tags of whoever asks. */
export function principalTags(
  tags: readonly Tag[] | undefined,
): ConditionContext {
  return byKey('aws:principaltag', tags);
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
