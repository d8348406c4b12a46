import { EventEmitter, once } from 'node:events';

const MAX_LINES = 20_000;

/** A line of a container's output, with the time at which it was written. */
export interface LogEntry {
  readonly sequence: number;
  readonly time: Date;
  /** RFC 3339 with nanoseconds, ever increasing within a container. */
  readonly stamp: string;
  readonly text: string;
}

/** What a container has written, bounded; readers may wait for more. */
export class LogBuffer {
  private entries: LogEntry[] = [];
  private written = 0;
  private lastNanos = 0n;
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private ended = false;

  append(text: string): void {
    const time = new Date();
    const now = BigInt(time.getTime()) * 1_000_000n;
    this.lastNanos = now > this.lastNanos ? now : this.lastNanos + 1n;
    const nanos = String(this.lastNanos % 1_000_000_000n).padStart(9, '0');
    const seconds = new Date(Number(this.lastNanos / 1_000_000n));
    const stamp = seconds.toISOString().replace(/\.\d{3}Z$/, `.${nanos}Z`);
    this.entries.push({ sequence: this.written, time, stamp, text });
    this.written += 1;
    if (this.entries.length > MAX_LINES) {
      this.entries = this.entries.slice(-Math.floor(MAX_LINES * 0.9));
    }
    this.changes.emit('change');
  }

  /** No more lines will come. */
  end(): void {
    this.ended = true;
    this.changes.emit('change');
  }

  /** The lines that are there now. */
  snapshot(): readonly LogEntry[] {
    return this.entries;
  }

  /** The lines from a position on; when following, waits for more until the container ends. */
  async *read(options: {
    readonly from: number;
    readonly follow: boolean;
    readonly signal: AbortSignal;
  }): AsyncGenerator<LogEntry> {
    let position = options.from;
    while (!options.signal.aborted) {
      const oldest = this.entries[0]?.sequence ?? this.written;
      position = Math.max(position, oldest);
      while (position < this.written && !options.signal.aborted) {
        yield this.entries[position - this.entries[0].sequence];
        position = Math.max(position + 1, this.entries[0]?.sequence ?? 0);
      }
      if (!options.follow || this.ended) return;
      if (position < this.written) continue;
      try {
        await once(this.changes, 'change', { signal: options.signal });
      } catch {
        return;
      }
    }
  }
}
