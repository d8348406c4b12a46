import { ServiceUnavailableError } from '@backstage/errors';

/**
 * Thrown by `observe` where nothing can be seen for now although nothing failed, such as inside a Vault that nobody leads.
 * What may well be there is not called absent then: a plan says that it was not looked at, and a run waits.
 */
export class NotLookedAtError extends ServiceUnavailableError {
  /** Whether it may pass by itself, so that a run waits for a while. */
  readonly passes: boolean;

  /** @param why - as a sentence without its full stop */
  constructor(why: string, options: { readonly passes?: boolean } = {}) {
    super(why);
    this.passes = options.passes ?? true;
  }
}
