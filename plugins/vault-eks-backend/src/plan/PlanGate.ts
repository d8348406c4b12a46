import { ServiceUnavailableError } from '@backstage/errors';
import limiter, { type Limit } from 'p-limit';

/** Plans that wait for their turn. */
const MOST_WAITING = 50;

/** Bounds the plans that are under way: each asks a cluster and AWS, and renders a chart. */
export class PlanGate {
  readonly #limit: Limit;
  readonly #perUser: number;
  readonly #of = new Map<string, number>();

  constructor(options: { readonly atOnce: number; readonly perUser: number }) {
    this.#limit = limiter(options.atOnce);
    this.#perUser = options.perUser;
  }

  /**
   * Makes the plan when it is its turn, unless nobody wants it any more by then.
   *
   * @throws ServiceUnavailableError when the person, or the portal, has as many under way as is allowed
   */
  async run<T>(options: {
    readonly userEntityRef: string;
    readonly signal: AbortSignal;
    readonly work: () => Promise<T>;
  }): Promise<T> {
    const { userEntityRef, signal, work } = options;
    const mine = this.#of.get(userEntityRef) ?? 0;
    if (mine >= this.#perUser) {
      throw new ServiceUnavailableError(
        `You already have ${mine} plans under way; wait for one of them`,
      );
    }
    if (this.#limit.pendingCount >= MOST_WAITING) {
      throw new ServiceUnavailableError(
        'Too many plans are under way; try again in a moment',
      );
    }
    this.#of.set(userEntityRef, mine + 1);
    try {
      return await this.#limit(() => {
        signal.throwIfAborted();
        return work();
      });
    } finally {
      const rest = (this.#of.get(userEntityRef) ?? 1) - 1;
      if (rest === 0) {
        this.#of.delete(userEntityRef);
      } else {
        this.#of.set(userEntityRef, rest);
      }
    }
  }
}
