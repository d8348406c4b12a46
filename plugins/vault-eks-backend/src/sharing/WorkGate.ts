import { ServiceUnavailableError } from '@backstage/errors';
import { untilAborted } from '@vault-eks/backstage-plugin-vault-eks-node';
import limiter, { type Limit } from 'p-limit';

/** How many may wait for their turn; more than that is a storm. */
const MOST_WAITING = 50;

/** Bounds work that people ask for and that is dear to the portal, in all and of each person. */
export class WorkGate {
  readonly #limit: Limit;
  readonly #perUser: number;
  readonly #what: string;
  readonly #of = new Map<string, number>();

  constructor(options: {
    readonly atOnce: number;
    readonly perUser: number;
    /** What the work is, in the plural, as people read it. */
    readonly what: string;
  }) {
    this.#limit = limiter(options.atOnce);
    this.#perUser = options.perUser;
    this.#what = options.what;
  }

  /**
   * Does the work when it is its turn, unless nobody wants it any more by then.
   *
   * @throws ServiceUnavailableError when the person, or the portal, has as many under way as is allowed, or when no turn came
   * before the signal aborted
   */
  async run<T>(options: {
    readonly userEntityRef: string;
    readonly signal: AbortSignal;
    /** Must end when the signal aborts. */
    readonly work: () => Promise<T>;
  }): Promise<T> {
    const { userEntityRef, signal, work } = options;
    const mine = this.#of.get(userEntityRef) ?? 0;
    if (mine >= this.#perUser) {
      throw new ServiceUnavailableError(
        `You already have ${mine} ${
          this.#what
        } under way; wait for one of them`,
      );
    }
    if (this.#limit.pendingCount >= MOST_WAITING) {
      throw new ServiceUnavailableError(
        `Too many ${this.#what} are under way; try again in a moment`,
      );
    }
    this.#of.set(userEntityRef, mine + 1);
    try {
      return await this.#inTurn(signal, work);
    } finally {
      const rest = (this.#of.get(userEntityRef) ?? 1) - 1;
      if (rest === 0) {
        this.#of.delete(userEntityRef);
      } else {
        this.#of.set(userEntityRef, rest);
      }
    }
  }

  async #inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    let begun = false;
    const done = this.#limit(async () => {
      signal.throwIfAborted();
      begun = true;
      return work();
    });
    try {
      return await untilAborted(signal, done);
    } catch {
      if (begun) {
        // The work itself says how it ended.
        return await done;
      }
      throw new ServiceUnavailableError(
        `Other ${
          this.#what
        } are under way, and no turn came in time; try again in a moment`,
      );
    }
  }
}
