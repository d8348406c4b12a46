/** How a {@link Poller} polls. */
export interface PollerOptions<T> {
  readonly load: (signal: AbortSignal) => Promise<T>;
  readonly intervalMs: number;
  /** Failures make the interval grow up to this. */
  readonly maxIntervalMs: number;
  readonly onData: (data: T) => void;
  readonly onError: (error: Error) => void;
  /** Failures after which asking again is pointless until someone says so. */
  readonly isFinal: (error: Error) => boolean;
}

/** Loads again and again, one load at a time, until it is stopped. */
export class Poller<T> {
  readonly #options: PollerOptions<T>;
  readonly #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #loading = false;
  #askedMeanwhile = false;
  #paused = false;
  #failures = 0;

  constructor(options: PollerOptions<T>) {
    this.#options = options;
  }

  /** Loads now, or once more when the running load is done: it may have missed the reason for asking. */
  async refresh(): Promise<void> {
    if (this.#stop.signal.aborted) {
      return;
    }
    if (this.#loading) {
      this.#askedMeanwhile = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#loading = true;
    let over = false;
    try {
      const data = await this.#options.load(this.#stop.signal);
      this.#failures = 0;
      this.#tell(() => this.#options.onData(data));
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(`${thrown}`);
      this.#failures += 1;
      over = this.#options.isFinal(error);
      this.#tell(() => this.#options.onError(error));
    } finally {
      this.#loading = false;
    }
    if (this.#askedMeanwhile) {
      this.#askedMeanwhile = false;
      await this.refresh();
    } else if (!over) {
      this.#schedule();
    }
  }

  /** Nobody looks: no further loads until {@link Poller.resume}. */
  pause(): void {
    this.#paused = true;
    clearTimeout(this.#timer);
  }

  /** Somebody looks again. */
  resume(): void {
    if (this.#paused) {
      this.#paused = false;
      this.refresh();
    }
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  #tell(report: () => void): void {
    if (!this.#stop.signal.aborted) {
      report();
    }
  }

  #schedule(): void {
    if (this.#paused || this.#stop.signal.aborted) {
      return;
    }
    const { intervalMs, maxIntervalMs } = this.#options;
    const delay = Math.min(intervalMs * 2 ** this.#failures, maxIntervalMs);
    // Jitter, so that a hundred open pages do not ask in the same instant.
    this.#timer = setTimeout(
      () => this.refresh(),
      delay * (0.9 + Math.random() * 0.2),
    );
  }
}
