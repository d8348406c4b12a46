import type { ConditionContext } from '../../policy/conditions';
import { requestTags } from '../../policy/tagConditions';

type Input = Readonly<Record<string, unknown>>;

/** KMS's condition keys that follow from a call's input (AWS KMS developer guide, "condition keys"). */
export function conditionsOf(input: Input): ConditionContext {
  const { KeyId: reference, EncryptionContext: context } = input;
  const pairs = Object.entries(
    typeof context === 'object' && context !== null ? context : {},
  );
  return {
    ...tagConditions(input),
    ...(typeof reference === 'string' &&
      reference.includes('alias/') && {
        'kms:requestalias': [reference.slice(reference.indexOf('alias/'))],
      }),
    ...Object.fromEntries(
      pairs.map(([name, value]) => [
        `kms:encryptioncontext:${name.toLowerCase()}`,
        [String(value)],
      ]),
    ),
    ...(pairs.length > 0 && {
      'kms:encryptioncontextkeys': pairs.map(([name]) => name),
    }),
    ...numbered(input, {
      PendingWindowInDays: 'kms:scheduledeletionpendingwindowindays',
      RotationPeriodInDays: 'kms:rotationperiodindays',
    }),
    'kms:bypasspolicylockoutsafetycheck': [
      String(input.BypassPolicyLockoutSafetyCheck === true),
    ],
  };
}

/** The keys of a call that names no key: what is to be created. */
export function creationConditions(
  operation: string,
  input: Input,
): ConditionContext {
  return {
    ...conditionsOf(input),
    ...(operation === 'CreateKey' && {
      'kms:keyspec': [String(input.KeySpec ?? 'SYMMETRIC_DEFAULT')],
      'kms:keyusage': [String(input.KeyUsage ?? 'ENCRYPT_DECRYPT')],
      'kms:keyorigin': [String(input.Origin ?? 'AWS_KMS')],
    }),
  };
}

function numbered(
  input: Input,
  names: Readonly<Record<string, string>>,
): ConditionContext {
  return Object.fromEntries(
    Object.entries(names)
      .filter(([member]) => input[member] !== undefined)
      .map(([member, key]) => [key, [String(input[member])]]),
  );
}

function tagConditions(input: Input): ConditionContext {
  const tags = Array.isArray(input.Tags) ? input.Tags : [];
  const removed = Array.isArray(input.TagKeys) ? input.TagKeys.map(String) : [];
  return requestTags(
    tags.map(tag => ({ Key: tag.TagKey, Value: tag.TagValue })),
    removed,
  );
}
