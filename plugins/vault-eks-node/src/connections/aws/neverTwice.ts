import { isError } from '@backstage/errors';
import type { Pluggable } from '@smithy/types';
import { statusOf } from './awsErrors';
import { onEachFailure } from './onEachFailure';

/** A call whose outcome is unknown: it may have had its effect. */
export class UnansweredCallError extends Error {
  readonly name = 'UnansweredCallError';
}

/**
 * For calls that make a new thing each time, with no token that would tell AWS that it is the same call again: what was
 * not clearly refused is not repeated, but fails with {@link UnansweredCallError}, so that one can look first.
 */
export function neverTwice<I extends object, O extends object>(): Pluggable<
  I,
  O
> {
  return onEachFailure('neverTwice', error => {
    const status = statusOf(error);
    return status !== undefined && status < 500
      ? error
      : // Without a cause, since the SDK repeats what has a transient one.
        new UnansweredCallError(isError(error) ? error.message : 'no answer');
  });
}
