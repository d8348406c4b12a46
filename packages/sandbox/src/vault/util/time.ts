import { setTimeout as wait } from 'node:timers/promises';

/** Go's zero time, as Vault prints a moment that never was. */
export const NEVER = '0001-01-01T00:00:00Z';

const MILLISECOND = 1_000_000n;
const SECOND = 1_000_000_000n;

/** RFC 3339 with nanoseconds, trailing zeros trimmed, as Go writes it. */
export function rfc3339Nano(moment?: Date): string {
  return moment
    ? formatted(BigInt(moment.getTime()) * MILLISECOND)
    : formatted(now());
}

// A Date knows milliseconds only; the monotonic clock gives the rest, so that no answer is older than its request.
const clock = { wall: 0n, monotonic: 0n };

function now(): bigint {
  const monotonic = process.hrtime.bigint();
  const wall = BigInt(Date.now()) * MILLISECOND;
  const ahead = clock.wall + monotonic - clock.monotonic - wall;
  // Somebody has set the clock, or this is the first look at it.
  if (ahead > SECOND || ahead < -SECOND) {
    Object.assign(clock, { wall, monotonic });
  }
  return clock.wall + monotonic - clock.monotonic;
}

function formatted(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / MILLISECOND))
    .toISOString()
    .slice(0, 19);
  const digits = String(nanoseconds % SECOND)
    .padStart(9, '0')
    .replace(/0+$/, '');
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
