import limiter from 'p-limit';
import { untilAborted } from '../../connections/untilAborted';

/** Reads when it is the turn of who wants it; who leaves does not wait for that. */
export type ReadInTurn = <T>(
  signal: AbortSignal,
  read: () => Promise<T>,
) => Promise<T>;

/** Lets so many read at once. */
export function createReadInTurn(atOnce: number): ReadInTurn {
  const limit = limiter(atOnce);
  return async (signal, read) => {
    const done = limit(async () => {
      signal.throwIfAborted();
      return read();
    });
    return untilAborted(signal, done);
  };
}
