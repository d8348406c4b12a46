interface Kept<T> {
  readonly answer: Promise<T>;
  freshUntil: number;
}

/**
 * Answers by key: who asks the same at the same time, or within the freshness, shares one answer. A failure is shared only
 * while it happens.
 */
export class FreshAnswers<T> {
  readonly #freshForMs: number;
  readonly #most: number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(options: {
    readonly freshForMs: number;
    /** Different questions whose answers are kept; those that were asked first are forgotten first. Default: all. */
    readonly most?: number;
  }) {
    this.#freshForMs = options.freshForMs;
    this.#most = options.most ?? Infinity;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    this.#forgetStale();
    const known = this.#kept.get(key);
    if (known) {
      return known.answer;
    }
    const kept: Kept<T> = { answer: ask(), freshUntil: Infinity };
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
      if (freshUntil <= now || this.#kept.size > this.#most) {
        this.#kept.delete(key);
      }
    }
  }
}
