import { isError } from '@backstage/errors';
import type { Pluggable } from '@smithy/types';
import { isAwsError } from './awsErrors';
import { onEachFailure } from './onEachFailure';

/**
 * Refusals of a call only because another is at the same thing at that moment. Source: the errors of IAM `CreateRole` and
 * `UpdateAssumeRolePolicy` in its API reference; "wait and submit again" is what it says of them.
 */
const PASSING = [
  'ConcurrentModification',
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiable',
  'EntityTemporarilyUnmodifiableException',
];

/** Lets the SDK repeat such a call as it repeats others: it takes them for refusals that stay. */
export function tryAgainOnConflict<
  I extends object,
  O extends object,
>(): Pluggable<I, O> {
  return onEachFailure('tryAgainOnConflict', error =>
    isError(error) && isAwsError(error, ...PASSING)
      ? Object.assign(error, { $retryable: {} })
      : error,
  );
}
