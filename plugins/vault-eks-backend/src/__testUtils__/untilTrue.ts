import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until it is so; throws what it waited for when it never is. */
export async function untilTrue(
  what: string,
  look: () => Promise<boolean> | boolean,
  timeoutMs = 30_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await look())) {
    if (Date.now() > end) {
      throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    }
    await sleep(50);
  }
}
