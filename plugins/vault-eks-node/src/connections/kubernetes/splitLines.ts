import { createHash } from 'node:crypto';

/** One line of a log, or one that is too long to be kept in memory. */
export type LogLine =
  | { readonly text: string; readonly size: number }
  | { readonly digest: string; readonly size: number };

const NEWLINE = 0x0a;

/** A view of the same bytes, which knows how to find and decode parts of them. */
const asBuffer = (bytes: Uint8Array) =>
  Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A line that began in an earlier chunk: its parts, or its hash once it is too long. */
class OpenLine {
  #parts: Buffer[] = [];
  #size = 0;
  #hash?: ReturnType<typeof createHash>;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  take(bytes: Buffer): void {
    this.#size += bytes.length;
    if (!this.#hash && this.#size > this.#limit) {
      this.#hash = createHash('sha256');
      this.#parts.forEach(part => this.#hash?.update(part));
      this.#parts = [];
    }
    if (this.#hash) {
      this.#hash.update(bytes);
    } else if (bytes.length > 0) {
      this.#parts.push(bytes);
    }
  }

  finish(): LogLine {
    const size = this.#size;
    const line = this.#hash
      ? { digest: this.#hash.digest('hex'), size }
      : { text: Buffer.concat(this.#parts).toString('utf8'), size };
    this.#parts = [];
    this.#size = 0;
    this.#hash = undefined;
    return line;
  }
}

/**
 * Splits a stream of bytes into lines, those that end in one chunk at a time, pulling only as fast as the consumer
 * does. A line beyond the limit is counted and hashed, never held.
 */
export async function* splitIntoBatches(
  source: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<readonly LogLine[]> {
  const open = new OpenLine(limit);
  for await (const chunk of source) {
    const bytes = asBuffer(chunk);
    const lines: LogLine[] = [];
    let start = 0;
    for (
      let end = bytes.indexOf(NEWLINE);
      end >= 0;
      end = bytes.indexOf(NEWLINE, start)
    ) {
      const size = end - start;
      if (open.size === 0 && size <= limit) {
        lines.push({ text: bytes.toString('utf8', start, end), size });
      } else {
        open.take(bytes.subarray(start, end));
        lines.push(open.finish());
      }
      start = end + 1;
    }
    open.take(bytes.subarray(start));
    if (lines.length > 0) {
      yield lines;
    }
  }
  if (open.size > 0) {
    yield [open.finish()];
  }
}

/** The same, line by line. */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<LogLine> {
  for await (const lines of splitIntoBatches(source, limit)) {
    yield* lines;
  }
}
