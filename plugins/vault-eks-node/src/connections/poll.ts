import { setTimeout as sleep } from 'node:timers/promises';

/** How long and how often a state is waited for. */
export interface PollOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Asked each time when it is a function, for what soon comes about. */
  readonly intervalMs?: number | (() => number);
  /** Says what was missing when the time ran out; asked once, at the end. */
  readonly onTimeout: () => Error;
}

/** Asks until the answer is not `undefined`. */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  options: PollOptions,
): Promise<T> {
  const { signal, timeoutMs, intervalMs = 1_000, onTimeout } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    const pauseMs =
      typeof intervalMs === 'function' ? intervalMs() : intervalMs;
    if (Date.now() + pauseMs > deadline) {
      throw onTimeout();
    }
    await sleep(pauseMs, undefined, { signal });
  }
}
