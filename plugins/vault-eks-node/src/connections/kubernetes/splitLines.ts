import { createHash } from 'node:crypto';

/** One line of a log, or one that is too long to be kept in memory. */
export type LogLine =
  | { readonly text: string; readonly size: number }
  | { readonly digest: string; readonly size: number };

const NEWLINE = 0x0a;

/**
 * Splits a stream of bytes into lines, pulling only as fast as the consumer does. A line beyond the limit is counted
 * and hashed, never held.
 */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<LogLine> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let hash: ReturnType<typeof createHash> | undefined;

  const take = (bytes: Uint8Array) => {
    size += bytes.length;
    if (!hash && size > limit) {
      hash = createHash('sha256');
      parts.forEach(part => hash?.update(part));
      parts = [];
    }
    if (hash) {
      hash.update(bytes);
    } else if (bytes.length > 0) {
      parts.push(bytes);
    }
  };
  const finish = (): LogLine => {
    const line = hash
      ? { digest: hash.digest('hex'), size }
      : { text: Buffer.concat(parts).toString('utf8'), size };
    parts = [];
    size = 0;
    hash = undefined;
    return line;
  };

  for await (const chunk of source) {
    let start = 0;
    for (
      let end = chunk.indexOf(NEWLINE, start);
      end >= 0;
      end = chunk.indexOf(NEWLINE, start)
    ) {
      take(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  if (size > 0) {
    yield finish();
  }
}
