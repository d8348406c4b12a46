interface Kept<T> {
  readonly answer: Promise<T>;
  freshUntil: number;
}

/**
 * How {@link FreshAnswers} keeps what it was told.
 *
 * @public
 */
export interface FreshAnswersOptions<T> {
  /** Milliseconds for which an answer is shared; a function decides by the answer. */
  readonly freshForMs: number | ((answer: T) => number);
  /** Different questions whose answers are kept; those that were asked first are forgotten first. Default: all. */
  readonly most?: number;
}

/**
 * Answers by key: who asks the same at the same time, or within the freshness, shares one answer. A failure is shared only
 * while it happens.
 *
 * @public
 */
export class FreshAnswers<T> {
  readonly #freshForMs: (answer: T) => number;
  readonly #most: number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(options: FreshAnswersOptions<T>) {
    const { freshForMs } = options;
    this.#freshForMs =
      typeof freshForMs === 'number' ? () => freshForMs : freshForMs;
    this.#most = options.most ?? Infinity;
  }

  /**
   * The answer that is fresh or under way; only without one it asks.
   *
   * @param ask - must end by itself: nobody's leaving ends what others may wait for
   */
  get(key: string, ask: () => Promise<T>): Promise<T> {
    this.#forgetStale();
    const known = this.#kept.get(key);
    if (known) {
      return known.answer;
    }
    const kept: Kept<T> = { answer: ask(), freshUntil: Infinity };
    this.#kept.set(key, kept);
    kept.answer.then(
      answer => {
        kept.freshUntil = Date.now() + this.#freshForMs(answer);
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
      if (freshUntil <= now || this.#kept.size > this.#most) {
        this.#kept.delete(key);
      }
    }
  }
}
