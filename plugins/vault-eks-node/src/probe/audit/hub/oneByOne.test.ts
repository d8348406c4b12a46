import { setImmediate as nextTurn } from 'node:timers/promises';
import { oneByOne } from './oneByOne';

async function* batchesOf<T>(batches: readonly (readonly T[])[]) {
  for (const batch of batches) {
    await nextTurn();
    yield batch;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}

describe('oneByOne', () => {
  it('hands out each of each batch in order, empty batches or not', async () => {
    const batches = batchesOf([[], [1, 2], [], [3], [], []]);
    await expect(all(oneByOne(batches))).resolves.toEqual([1, 2, 3]);
  });

  it('asks for no batch before the one at hand is handed out', async () => {
    const asked: number[] = [];
    async function* counted() {
      for (let i = 0; i < 3; i += 1) {
        asked.push(i);
        yield [i, i];
      }
    }
    const items = oneByOne(counted());
    expect(asked).toEqual([]);
    await items.next();
    await items.next();
    expect(asked).toEqual([0]);
    await items.next();
    expect(asked).toEqual([0, 1]);
  });

  it('answers those who ask before the batch has come in the order in which they asked', async () => {
    const items = oneByOne(batchesOf([[1, 2], [3]]));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => items.next()),
    );
    expect(answers).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: false, value: 3 },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('fails with what the batches fail with, and is over then', async () => {
    async function* failing() {
      yield [1];
      throw new Error('gone');
    }
    const items = oneByOne(failing());
    await items.next();
    await expect(items.next()).rejects.toThrow('gone');
    await expect(items.next()).resolves.toEqual({
      done: true,
      value: undefined,
    });
  });

  it('ends the batches when the reader leaves, and hands out nothing more', async () => {
    let isEnded = false;
    async function* endless() {
      try {
        for (;;) {
          yield [1, 2, 3];
        }
      } finally {
        isEnded = true;
      }
    }
    const items = oneByOne(endless());
    for await (const item of items) {
      expect(item).toBe(1);
      break;
    }
    expect(isEnded).toBe(true);
    await expect(items.next()).resolves.toMatchObject({ done: true });
  });
});
