/** What comes, one by one, until the reader leaves. */
export interface OneByOne<T> extends AsyncIterableIterator<T> {
  return(): Promise<IteratorResult<T>>;
}

/**
 * Hands out one by one what comes in batches. An async generator would do the same, and take for each of them several
 * times as long as this does: what is at hand is handed out at once, and only a new batch is waited for.
 */
export function oneByOne<T>(batches: AsyncIterator<readonly T[]>): OneByOne<T> {
  let batch: readonly T[] = [];
  let at = 0;
  /** Whoever asks before the batch has come waits for those who asked before. */
  let coming: Promise<unknown> | undefined;

  async function nextBatch(): Promise<IteratorResult<T>> {
    for (;;) {
      if (at < batch.length) {
        return { done: false, value: batch[at++] };
      }
      const next = await batches.next();
      if (next.done) {
        return { done: true, value: undefined };
      }
      batch = next.value;
      at = 0;
    }
  }

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (!coming && at < batch.length) {
        return Promise.resolve({ done: false, value: batch[at++] });
      }
      const asked = coming ? coming.then(nextBatch, nextBatch) : nextBatch();
      coming = asked;
      const over = () => {
        if (coming === asked) {
          coming = undefined;
        }
      };
      asked.then(over, over);
      return asked;
    },
    async return() {
      batch = [];
      await batches.return?.();
      return { done: true, value: undefined };
    },
  };
}
