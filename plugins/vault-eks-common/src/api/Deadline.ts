/** How a {@link Deadline} is set. */
export interface DeadlineOptions {
  readonly ms: number;
  /** Aborts the deadline's signal too. */
  readonly parent?: AbortSignal;
  /** What went wrong when the time is over, for a person. */
  readonly reason: string;
}

/**
 * A signal that aborts when the time is over or the parent aborts.
 * Unlike `AbortSignal.timeout` it can be put off, which a stream of unknown length needs.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #options: DeadlineOptions;
  readonly #abort = () => this.#controller.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #passed = false;

  constructor(options: DeadlineOptions) {
    this.#options = options;
    if (options.parent?.aborted) {
      this.#abort();
    }
    options.parent?.addEventListener('abort', this.#abort);
    this.extend();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the time anew. */
  extend(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#passed = true;
      this.#abort();
    }, this.#options.ms);
  }

  /** The error to show: the deadline's own reason when it was the cause. */
  explain(error: unknown): unknown {
    return this.#passed ? new Error(this.#options.reason) : error;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#options.parent?.removeEventListener('abort', this.#abort);
  }
}
