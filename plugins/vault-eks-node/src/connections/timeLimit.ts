/**
 * A signal that aborts with a `TimeoutError` after so many milliseconds, or with the first of the others.
 *
 * Use it in place of `AbortSignal.any` around `AbortSignal.timeout`: Node.js 20 lets the collector of garbage take a
 * timeout that nothing but `any` refers to, and then the time never ends. One that is listened to stays.
 */
export function timeLimit(
  ms: number,
  ...others: readonly AbortSignal[]
): AbortSignal {
  const time = AbortSignal.timeout(ms);
  time.addEventListener('abort', () => undefined, { once: true });
  return AbortSignal.any([time, ...others]);
}
