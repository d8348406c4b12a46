const CHUNK = 512;

/** Rows that never change, each known by its sequence number: the first is `first`, and `end` is one past the last. */
export interface RowWindow<T> {
  readonly first: number;
  readonly end: number;
  readonly length: number;
  /** The row with a sequence number; `undefined` outside of the window. */
  get(sequence: number): T | undefined;
  /** The row at a position from 0; `undefined` outside of the window. */
  at(index: number): T | undefined;
  [Symbol.iterator](): Iterator<T>;
}

interface Contents<T> {
  readonly chunks: readonly (readonly T[])[];
  readonly firstChunk: number;
  readonly first: number;
  readonly end: number;
}

class ChunkedWindow<T> implements RowWindow<T> {
  readonly #contents: Contents<T>;

  constructor(contents: Contents<T>) {
    this.#contents = contents;
  }

  get first(): number {
    return this.#contents.first;
  }

  get end(): number {
    return this.#contents.end;
  }

  get length(): number {
    return this.#contents.end - this.#contents.first;
  }

  get(sequence: number): T | undefined {
    const { chunks, firstChunk, first, end } = this.#contents;
    return sequence < first || sequence >= end
      ? undefined
      : chunks[Math.floor(sequence / CHUNK) - firstChunk][sequence % CHUNK];
  }

  at(index: number): T | undefined {
    return this.get(this.#contents.first + index);
  }

  *[Symbol.iterator](): Iterator<T> {
    const { chunks, firstChunk, first, end } = this.#contents;
    for (let sequence = first; sequence < end; sequence += 1) {
      yield chunks[Math.floor(sequence / CHUNK) - firstChunk][sequence % CHUNK];
    }
  }
}

/** A window without rows. */
export const NO_ROWS: RowWindow<never> = new ChunkedWindow<never>({
  chunks: [],
  firstChunk: 0,
  first: 0,
  end: 0,
});

/**
 * Rows in the order in which they came. A {@link RowRing.window} shares the chunks that it is made of, so one of
 * 100,000 rows costs a list of 200 chunks, and neither what is appended nor what is dropped later shows in it.
 */
export class RowRing<T> {
  #chunks: T[][] = [];
  #firstChunk = 0;
  #first = 0;
  #end = 0;
  /** Chunks that no window has seen as they are now; others are copied before a row in them changes. */
  #own = new Set<number>();
  #window: RowWindow<T> | undefined;

  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#end;
  }

  get(sequence: number): T | undefined {
    return sequence < this.#first || sequence >= this.#end
      ? undefined
      : this.#chunks[Math.floor(sequence / CHUNK) - this.#firstChunk][
          sequence % CHUNK
        ];
  }

  /** Returns the row's sequence number. */
  append(row: T): number {
    const sequence = this.#end;
    const at = Math.floor(sequence / CHUNK) - this.#firstChunk;
    // A window ends before this row, so the chunk that it shares may grow.
    (this.#chunks[at] ??= []).push(row);
    this.#end += 1;
    this.#window = undefined;
    return sequence;
  }

  /** Replaces a row; nothing happens when it has been dropped. */
  set(sequence: number, row: T): void {
    if (this.get(sequence) === undefined) {
      return;
    }
    const chunk = Math.floor(sequence / CHUNK);
    const at = chunk - this.#firstChunk;
    if (!this.#own.has(chunk)) {
      this.#own.add(chunk);
      this.#chunks[at] = this.#chunks[at].slice();
    }
    this.#chunks[at][sequence % CHUNK] = row;
    this.#window = undefined;
  }

  /** Returns the row that was the oldest. */
  shift(): T | undefined {
    const row = this.get(this.#first);
    if (this.#first < this.#end) {
      this.#first += 1;
      this.#window = undefined;
      if (this.#first % CHUNK === 0) {
        this.#own.delete(this.#firstChunk);
        this.#chunks.shift();
        this.#firstChunk += 1;
      }
    }
    return row;
  }

  /** The rows as they are now; the same object until one changes. */
  window(): RowWindow<T> {
    if (!this.#window) {
      this.#own.clear();
      this.#window = new ChunkedWindow({
        chunks: this.#chunks.slice(),
        firstChunk: this.#firstChunk,
        first: this.#first,
        end: this.#end,
      });
    }
    return this.#window;
  }

  /** The same rows, to go another way from here on. */
  fork(): RowRing<T> {
    this.#own.clear();
    const copy = new RowRing<T>();
    copy.#chunks = this.#chunks.slice();
    copy.#firstChunk = this.#firstChunk;
    copy.#first = this.#first;
    copy.#end = this.#end;
    // Both may append, so they must not do it to one chunk.
    const last = this.#chunks.length - 1;
    const used = this.#end - (this.#firstChunk + last) * CHUNK;
    if (last >= 0) {
      copy.#chunks[last] = this.#chunks[last].slice(0, used);
    }
    return copy;
  }
}
