import { ServiceUnavailableError } from '@backstage/errors';
import limiter, { type Limit } from 'p-limit';
import {
  FreshAnswers,
  timeLimit,
  untilAborted,
} from '@vault-eks/backstage-plugin-vault-eks-node';

/** Look-ups that wait for their turn; more than that is a storm. */
const MOST_WAITING = 200;

/** Different questions whose answers are kept. */
const MOST_KEPT = 500;

/** How {@link SharedAnswers} asks. */
export interface SharedAnswersOptions {
  readonly freshForMs: number;
  readonly timeoutMs: number;
  /** Bounds what is under way at once; several kinds of questions may share one. */
  readonly limit?: Limit;
}

/**
 * Answers of one kind of question, shared while they are fresh, and only so many under way at once. Nobody's leaving ends
 * what others may wait for: the time does.
 */
export class SharedAnswers<T> {
  readonly #timeoutMs: number;
  readonly #limit: Limit;
  readonly #answers: FreshAnswers<T>;

  constructor(options: SharedAnswersOptions) {
    const { freshForMs, timeoutMs, limit = limiter(8) } = options;
    this.#timeoutMs = timeoutMs;
    this.#limit = limit;
    this.#answers = new FreshAnswers({ freshForMs, most: MOST_KEPT });
  }

  /**
   * @param ask - must end when its signal aborts
   * @throws ServiceUnavailableError when too much is asked at once
   */
  async get(key: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#answers.get(key, () => {
      if (this.#limit.pendingCount >= MOST_WAITING) {
        throw new ServiceUnavailableError(
          'Too much is looked up at once; try again in a moment',
        );
      }
      // The time runs while a question waits for its turn too.
      const signal = timeLimit(this.#timeoutMs);
      const asked = this.#limit(async () => {
        signal.throwIfAborted();
        return ask(signal);
      });
      return untilAborted(signal, asked);
    });
  }
}
