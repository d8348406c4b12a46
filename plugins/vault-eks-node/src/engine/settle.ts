import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';

/** How long and how often a thing is looked at until it is as wanted. */
export interface SettleOptions {
  /** Give up after this many milliseconds. */
  readonly timeoutMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/** Twenty minutes cover the slowest thing, an interface endpoint; a look every three seconds at most stays below AWS's limits. */
export const DEFAULT_SETTLE: SettleOptions = {
  timeoutMs: 20 * 60_000,
  firstDelayMs: 250,
  maxDelayMs: 3_000,
};

/** Waits between looks: growing, bounded, and with jitter so that many runs do not look in step. */
export class Backoff {
  #attempt = 0;
  readonly #deadline: number;
  readonly #options: SettleOptions;

  constructor(options: SettleOptions) {
    this.#options = options;
    this.#deadline = Date.now() + options.timeoutMs;
  }

  get expired(): boolean {
    return Date.now() >= this.#deadline;
  }

  /** Returns at once the first time: most changes are visible immediately. */
  async wait(signal: AbortSignal): Promise<void> {
    const { firstDelayMs, maxDelayMs } = this.#options;
    const attempt = this.#attempt++;
    signal.throwIfAborted();
    if (attempt === 0) {
      return;
    }
    const ceiling = Math.min(maxDelayMs, firstDelayMs * 1.6 ** (attempt - 1));
    await sleep(ceiling * (0.5 + Math.random() / 2), undefined, { signal });
  }
}

/** More turns than any thing has fields: beyond that two parties undo each other's work. */
const MOST_TURNS = 30;

/** Goes on at once while things move, waits while they stand still, and gives up when they do so for too long. */
export class Patience {
  #situation?: string;
  #turns = 0;
  #backoff: Backoff;
  readonly #options: SettleOptions;

  constructor(options: SettleOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options);
  }

  /** @throws ServiceUnavailableError when the situation stays, or keeps changing */
  async next(situation: string, signal: AbortSignal): Promise<void> {
    if (situation !== this.#situation) {
      this.#situation = situation;
      this.#turns += 1;
      this.#backoff = new Backoff(this.#options);
      if (this.#turns <= MOST_TURNS) {
        return;
      }
    }
    if (this.#backoff.expired || this.#turns > MOST_TURNS) {
      throw new ServiceUnavailableError(
        `It did not settle in time (${situation})`,
      );
    }
    await this.#backoff.wait(signal);
  }
}
