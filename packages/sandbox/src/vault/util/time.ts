import { setTimeout as wait } from 'node:timers/promises';

/** Go's zero time, as Vault prints a moment that never was. */
export const NEVER = '0001-01-01T00:00:00Z';

/** RFC 3339 with nanoseconds, trailing zeros trimmed, as Go writes it. */
export function rfc3339Nano(moment: Date = new Date()): string {
  // A Date knows milliseconds only; the rest makes two moments of one millisecond differ.
  const rest = Number(process.hrtime.bigint() % 1_000_000n);
  const digits = `${String(moment.getMilliseconds()).padStart(3, '0')}${String(
    rest,
  ).padStart(6, '0')}`.replace(/0+$/, '');
  const seconds = moment.toISOString().slice(0, 19);
  return digits ? `${seconds}.${digits}Z` : `${seconds}Z`;
}

/** RFC 3339 to the second. */
export function rfc3339(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

/** Resolves after the time, or at once when the signal aborts. */
export async function sleep(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}
