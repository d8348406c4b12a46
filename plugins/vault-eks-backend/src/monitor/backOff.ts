/** How long a cluster that does not answer is left alone. */
export interface BackOff {
  /** Milliseconds after the first failure; it doubles with each further one. */
  readonly firstMs: number;
  /** The most, in milliseconds. */
  readonly maxMs: number;
}

/**
 * Milliseconds until the next look after so many failures in a row: doubled each time, capped, and spread by a fifth
 * each way, so that clusters that died together are not asked together for ever.
 */
export function backOffMs(
  failures: number,
  { firstMs, maxMs }: BackOff,
  random: () => number = Math.random,
): number {
  const doubled = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.min(maxMs, Math.round(doubled * (0.8 + 0.4 * random())));
}
