/** How long to wait before trying again. */
export interface RetryWaitOptions {
  /** Milliseconds of the first wait; it doubles with each failure. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
  readonly failures: number;
  readonly signal: AbortSignal;
}

/** Waits before another try, each reader a little differently; ends at once when the signal aborts. */
export function retryWait(options: RetryWaitOptions): Promise<void> {
  const { retryMs, maxRetryMs, failures, signal } = options;
  const most = Math.min(retryMs * 2 ** failures, maxRetryMs);
  return new Promise(resolve => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    if (signal.aborted) {
      done();
    } else {
      timer = setTimeout(done, most * (0.5 + Math.random() / 2));
      signal.addEventListener('abort', done);
    }
  });
}
