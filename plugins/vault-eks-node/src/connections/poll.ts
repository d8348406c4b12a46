import { setTimeout as sleep } from 'node:timers/promises';

/** How long and how often a state is waited for. */
export interface PollOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly intervalMs?: number;
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
    if (Date.now() + intervalMs > deadline) {
      throw onTimeout();
    }
    await sleep(intervalMs, undefined, { signal });
  }
}
