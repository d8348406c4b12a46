import type {
  AuditFilter,
  AuditSource,
  AuditTailRow,
  VaultEksApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { isFinalError, reasonOf } from '../hooks/errors';
import { narrows } from './narrows';
import { TimeSlice } from './nextTask';
import { retryWait } from './retryWait';
import { RowBatch } from './RowBatch';
import { NO_ROWS, type RowWindow } from './RowRing';
import { TailBuffer, type TailBufferLimits } from './TailBuffer';

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
  #buffer: TailBuffer;
  readonly #listeners = new Set<() => void>();
  #stop = new AbortController();
  readonly #incoming: RowBatch;
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
    this.#incoming = new RowBatch({
      ms: this.#options.batchMs,
      onRows: rows => {
        if (this.#buffer.add(rows)) {
          this.#publish({ entries: this.#buffer.window() });
        }
      },
    });
  }

  readonly getSnapshot = (): TailSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * A tail that goes on after the last line of this one, whose lines it takes over; this one must not be started again.
   *
   * @returns `undefined` when lines that passed this tail's filter do not hold all that pass the other one
   */
  narrowed(options: AuditTailOptions): AuditTail | undefined {
    const { entityRef, filter, api } = this.#options;
    if (
      this.#buffer.lastId === undefined ||
      options.entityRef !== entityRef ||
      options.api !== api ||
      !narrows(options.filter, filter)
    ) {
      return undefined;
    }
    const next = new AuditTail(options);
    next.#buffer = this.#buffer;
    const { entries, source } = this.#snapshot;
    next.#snapshot = { entries, source, connection: { state: 'connecting' } };
    return next;
  }

  /** Reads until {@link AuditTail.stop}, or until the portal refuses. */
  async start(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    let failures = 0;
    while (!stop.signal.aborted) {
      try {
        const gotLines = await this.#followOnce(stop.signal);
        if (stop.signal.aborted) {
          return;
        }
        failures = gotLines ? 0 : failures + 1;
        this.#connectionIs({ state: 'reconnecting' });
      } catch (thrown) {
        if (stop.signal.aborted) {
          return;
        }
        const error = thrown instanceof Error ? thrown : new Error(`${thrown}`);
        this.#incoming.flush();
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
      const { retryMs, maxRetryMs } = this.#options;
      await retryWait({ retryMs, maxRetryMs, failures, signal: stop.signal });
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#incoming.discard();
  }

  async #followOnce(signal: AbortSignal): Promise<boolean> {
    const { api, entityRef, filter, history } = this.#options;
    let gotLines = false;
    this.#incoming.flush();
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
        this.#incoming.add(event);
      }
      if (slice.isOver) {
        // Whatever the stream holds: what is not read here waits at the portal.
        await slice.rest();
      }
    }
    this.#incoming.flush();
    return gotLines;
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
}
