import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';

/** Rows that wait to be shown; a hidden tab's timers rest, and its rows must not pile up. */
const MOST = 2_000;

/** How a {@link RowBatch} collects. */
export interface RowBatchOptions {
  /** Rows that arrive within this time, in milliseconds, go together. */
  readonly ms: number;
  readonly onRows: (rows: readonly AuditTailRow[]) => void;
}

/** Collects rows for a moment, so that a page changes a few times a second however many come. */
export class RowBatch {
  readonly #options: RowBatchOptions;
  #rows: AuditTailRow[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RowBatchOptions) {
    this.#options = options;
  }

  add(row: AuditTailRow): void {
    this.#rows.push(row);
    if (this.#rows.length >= MOST) {
      this.flush();
    } else {
      this.#timer ??= setTimeout(() => this.flush(), this.#options.ms);
    }
  }

  /** Hands over what has been collected, now. */
  flush(): void {
    const rows = this.#rows;
    this.discard();
    if (rows.length > 0) {
      this.#options.onRows(rows);
    }
  }

  discard(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#rows = [];
  }
}
