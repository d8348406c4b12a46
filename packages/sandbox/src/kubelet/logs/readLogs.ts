import { Readable } from 'node:stream';
import type { LogRequest } from '../PodHost';
import type { LogBuffer, LogEntry } from './LogBuffer';

/** Where reading starts: `tailLines` and `sinceTime` together leave what both let through. */
function startOf(buffer: LogBuffer, request: LogRequest): number {
  const entries = buffer.snapshot();
  const since =
    request.sinceTime ??
    (request.sinceSeconds === undefined
      ? undefined
      : new Date(Date.now() - request.sinceSeconds * 1000));
  const recent = since ? entries.filter(entry => entry.time >= since) : entries;
  const next = (entries[entries.length - 1]?.sequence ?? -1) + 1;
  const count = Math.min(request.tailLines ?? recent.length, recent.length);
  return next - count;
}

function render(entry: LogEntry, timestamps: boolean): string {
  return timestamps ? `${entry.stamp} ${entry.text}\n` : `${entry.text}\n`;
}

/** The log as bytes; nothing is read ahead of a slow client. */
export function readLogs(
  buffer: LogBuffer,
  request: LogRequest,
  signal: AbortSignal,
): Readable {
  async function* bytes() {
    let left = request.limitBytes ?? Infinity;
    const from = startOf(buffer, request);
    for await (const entry of buffer.read({
      from,
      follow: request.follow,
      signal,
    })) {
      const line = Buffer.from(render(entry, request.timestamps));
      yield line.subarray(0, left);
      left -= line.length;
      if (left <= 0) return;
    }
  }
  return Readable.from(bytes(), { objectMode: false });
}
