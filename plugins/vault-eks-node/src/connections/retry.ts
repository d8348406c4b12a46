import { setTimeout as sleep } from 'node:timers/promises';

/** How often and how patiently something is tried again. */
export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Tries in all, the first one included. */
  readonly attempts: number;
  /** Ceiling of the first pause; doubles with each further one. */
  readonly baseMs?: number;
  readonly capMs?: number;
  /** Whether the error may pass by itself; a number is the pause that the server asked for, in milliseconds. */
  readonly retryable: (error: unknown) => boolean | number;
}

/** Tries again with full jitter, so that many clients of one slow server do not come back together. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { signal, attempts, baseMs = 200, capMs = 5_000, retryable } = options;
  for (let tried = 1; ; tried++) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      const verdict = signal.aborted ? false : retryable(error);
      if (verdict === false || tried >= attempts) {
        throw error;
      }
      const ceiling = Math.min(capMs, baseMs * 2 ** (tried - 1));
      const pause =
        typeof verdict === 'number'
          ? Math.min(capMs, verdict)
          : Math.random() * ceiling;
      await sleep(pause, undefined, { signal });
    }
  }
}
