import limiter from 'p-limit';

/** Calls of one look-up to one service that are under way at once: far below what AWS lets an account do. */
const CALLS_AT_ONCE = 8;

/** Does the same for each, a few at once, and leaves out those without a result. */
export async function forEach<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R | undefined>,
): Promise<R[]> {
  const limit = limiter(CALLS_AT_ONCE);
  const results = await Promise.all(items.map(item => limit(work, item)));
  return results.filter((result): result is Awaited<R> => result !== undefined);
}
