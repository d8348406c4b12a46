import { ServiceUnavailableError } from '@backstage/errors';
import limiter, { type Limit } from 'p-limit';
import { timeLimit } from '@vault-eks/backstage-plugin-vault-eks-node';

/** Look-ups that wait for their turn; more than that is a storm. */
const MOST_WAITING = 200;

/** Different questions whose answers are kept; those that were asked first are forgotten first. */
const MOST_KEPT = 500;

interface Kept<T> {
  readonly answer: Promise<T>;
  freshUntil: number;
}

/** How {@link SharedAnswers} asks. */
export interface SharedAnswersOptions {
  readonly freshForMs: number;
  readonly timeoutMs: number;
  /** Bounds what is under way at once; several kinds of questions may share one. */
  readonly limit?: Limit;
}

/**
 * Answers of one kind of question: who asks the same at the same time, or within the freshness, shares one answer. A
 * failure is shared only while it happens. Nobody's leaving ends what others may wait for: the time does.
 */
export class SharedAnswers<T> {
  readonly #freshForMs: number;
  readonly #timeoutMs: number;
  readonly #limit: Limit;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(options: SharedAnswersOptions) {
    this.#freshForMs = options.freshForMs;
    this.#timeoutMs = options.timeoutMs;
    this.#limit = options.limit ?? limiter(8);
  }

  /**
   * @param ask - must end when its signal aborts
   * @throws ServiceUnavailableError when too much is asked at once
   */
  async get(key: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#forgetStale();
    const known = this.#kept.get(key);
    if (known) {
      return known.answer;
    }
    if (this.#limit.pendingCount >= MOST_WAITING) {
      throw new ServiceUnavailableError(
        'Too much is looked up at once; try again in a moment',
      );
    }
    const kept: Kept<T> = {
      answer: this.#limit(() => ask(timeLimit(this.#timeoutMs))),
      freshUntil: Infinity,
    };
    this.#kept.set(key, kept);
    kept.answer.then(
      () => {
        kept.freshUntil = Date.now() + this.#freshForMs;
      },
      () => {
        if (this.#kept.get(key) === kept) {
          this.#kept.delete(key);
        }
      },
    );
    return kept.answer;
  }

  #forgetStale() {
    const now = Date.now();
    for (const [key, { freshUntil }] of this.#kept) {
      if (freshUntil <= now || this.#kept.size > MOST_KEPT) {
        this.#kept.delete(key);
      }
    }
  }
}
