import type {
  AuditFilter,
  AuditSource,
  AuditTailRow,
  VaultEksApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isFinalError, reasonOf } from '../hooks/errors';
import { TimeSlice } from './nextTask';
import { NO_ROWS, type RowWindow } from './RowRing';
import { TailBuffer, type TailBufferLimits } from './TailBuffer';

/** Rows that wait to be shown; a hidden tab's timers rest, and its rows must not pile up. */
const MAX_INCOMING = 2_000;

/** How the page stands to the portal. */
export type TailConnection =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'reconnecting'; readonly problem?: string }
  | { readonly state: 'refused'; readonly error: Error };

/** All that a view shows; a new object after each change. */
export interface TailSnapshot {
  readonly entries: RowWindow<AuditTailRow>;
  readonly connection: TailConnection;
  readonly source?: AuditSource;
}

/** How an {@link AuditTail} reads. */
export interface AuditTailOptions {
  readonly api: Pick<VaultEksApi, 'tailAudit'>;
  readonly entityRef: string;
  readonly filter: AuditFilter;
  /** Lines of history to begin with. */
  readonly history: number;
  /** What to keep. */
  readonly limits: TailBufferLimits;
  /** First wait before a reconnect; it doubles up to {@link AuditTailOptions.maxRetryMs}. */
  readonly retryMs?: number;
  readonly maxRetryMs?: number;
  /** Rows that arrive within this time are shown together. */
  readonly batchMs?: number;
}

/** Follows an audit log: reconnects after the last line it has, and gives up only when the portal refuses. */
export class AuditTail {
  readonly #options: Required<AuditTailOptions>;
  readonly #buffer: TailBuffer;
  readonly #listeners = new Set<() => void>();
  #stop = new AbortController();
  #incoming: AuditTailRow[] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #snapshot: TailSnapshot = {
    entries: NO_ROWS,
    connection: { state: 'connecting' },
  };

  constructor(options: AuditTailOptions) {
    this.#options = {
      retryMs: 1_000,
      maxRetryMs: 30_000,
      batchMs: 100,
      ...options,
    };
    this.#buffer = new TailBuffer(options.limits);
  }

  readonly getSnapshot = (): TailSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads until {@link AuditTail.stop}, or until the portal refuses. */
  async start(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    let failures = 0;
    while (!stop.signal.aborted) {
      try {
        const gotLines = await this.#followOnce(stop.signal);
        failures = gotLines ? 0 : failures + 1;
        this.#connectionIs({ state: 'reconnecting' });
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(`${thrown}`);
        this.#flush();
        if (isFinalError(error)) {
          this.#connectionIs({ state: 'refused', error });
          return;
        }
        failures += 1;
        this.#connectionIs({
          state: 'reconnecting',
          problem: reasonOf(error),
        });
      }
      await this.#wait(failures, stop.signal);
    }
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
  }

  async #followOnce(signal: AbortSignal): Promise<boolean> {
    const { api, entityRef, filter, history } = this.#options;
    let gotLines = false;
    this.#flush();
    const after = this.#buffer.lastId;
    const slice = new TimeSlice();
    for await (const event of api.tailAudit({
      entityRef,
      filter,
      signal,
      // A resumed tail continues; only the first one begins with history.
      ...(after ? { after } : { history }),
    })) {
      if (signal.aborted) {
        return gotLines;
      }
      this.#connectionIs({ state: 'open' });
      if (event.kind === 'source') {
        this.#publish({ source: event.source });
      } else {
        gotLines = true;
        this.#take(event);
      }
      if (slice.isOver) {
        // Whatever the stream holds: what is not read here waits at the portal.
        await slice.rest();
      }
    }
    this.#flush();
    return gotLines;
  }

  #take(entry: AuditTailRow): void {
    this.#incoming.push(entry);
    if (this.#incoming.length >= MAX_INCOMING) {
      this.#flush();
    } else {
      this.#flushTimer ??= setTimeout(
        () => this.#flush(),
        this.#options.batchMs,
      );
    }
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const incoming = this.#incoming;
    this.#incoming = [];
    if (incoming.length > 0 && this.#buffer.add(incoming)) {
      this.#publish({ entries: this.#buffer.window() });
    }
  }

  #connectionIs(connection: TailConnection): void {
    const { connection: old } = this.#snapshot;
    if (old.state !== connection.state || connection.state !== 'open') {
      this.#publish({ connection });
    }
  }

  #publish(change: Partial<TailSnapshot>): void {
    if (this.#stop.signal.aborted) {
      return;
    }
    this.#snapshot = { ...this.#snapshot, ...change };
    this.#listeners.forEach(listener => listener());
  }

  #wait(failures: number, signal: AbortSignal): Promise<void> {
    const { retryMs, maxRetryMs } = this.#options;
    const most = Math.min(retryMs * 2 ** failures, maxRetryMs);
    return new Promise(resolve => {
      const timer = setTimeout(resolve, most * (0.5 + Math.random() / 2));
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
