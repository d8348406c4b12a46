import {
  matchesAuditFilter,
  type AuditFilter,
  type AuditLine,
  type AuditTailRow,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AuditItem } from './AuditItem';
import { RowRing, type RowWindow } from './RowRing';

// Whatever one looks for may be among the lines that are gone.
function passes(row: AuditTailRow, filter: AuditFilter): boolean {
  const isGap = row.kind === 'unreadable' && row.line.reason === 'missing';
  return isGap || matchesAuditFilter(row, filter);
}

/** Which rows become items, and whether a request and its response become one. */
export interface ProjectionOptions {
  readonly filter: AuditFilter;
  readonly paired: boolean;
}

/** Turns the rows of a tail into items, each row once: what a row costs does not grow with what is there. */
export class AuditProjection {
  readonly #options: ProjectionOptions;
  #items = new RowRing<AuditItem>();
  /** Where the half of an exchange stands that waits for the other, by request id. */
  #waiting = new Map<string, number>();

  constructor(options: ProjectionOptions) {
    this.#options = options;
  }

  /** Items so far, those that were dropped included. */
  get created(): number {
    return this.#items.end;
  }

  window(): RowWindow<AuditItem> {
    return this.#items.window();
  }

  /** A row of the tail becomes an item, part of one, or nothing. Sequence numbers must grow. */
  take(row: AuditTailRow, sequence: number): void {
    if (!passes(row, this.#options.filter)) {
      return;
    }
    const { id } = row.line;
    if (row.kind === 'unreadable') {
      this.#items.append({ kind: 'unreadable', id, sequence, line: row.line });
    } else if (!this.#options.paired) {
      this.#items.append({ kind: 'line', id, sequence, line: row.line });
    } else if (!this.#complete(row.line)) {
      const at = this.#items.append({
        kind: 'exchange',
        id,
        sequence,
        [row.line.type]: row.line,
      });
      this.#waiting.set(row.line.requestId, at);
    }
  }

  /** As {@link AuditProjection.take}, but makes no new item: only the other half of one that waits is let in. */
  complete(row: AuditTailRow): void {
    const { filter, paired } = this.#options;
    if (paired && row.kind === 'line' && matchesAuditFilter(row, filter)) {
      this.#complete(row.line);
    }
  }

  /** Drops the items whose first line is older than this. */
  dropBefore(sequence: number): void {
    for (
      let oldest = this.#items.get(this.#items.first);
      oldest && oldest.sequence < sequence;
      oldest = this.#items.get(this.#items.first)
    ) {
      this.#forget(oldest, this.#items.first);
      this.#items.shift();
    }
  }

  /** The same items, to go another way from here on. */
  fork(): AuditProjection {
    const copy = new AuditProjection(this.#options);
    copy.#items = this.#items.fork();
    copy.#waiting = new Map(this.#waiting);
    return copy;
  }

  #complete(line: AuditLine): boolean {
    const at = this.#waiting.get(line.requestId);
    const item = at === undefined ? undefined : this.#items.get(at);
    if (
      at === undefined ||
      item?.kind !== 'exchange' ||
      item[line.type] !== undefined
    ) {
      return false;
    }
    this.#items.set(at, { ...item, [line.type]: line });
    this.#waiting.delete(line.requestId);
    return true;
  }

  #forget(item: AuditItem, at: number): void {
    const line =
      item.kind === 'exchange' ? item.request ?? item.response : undefined;
    if (line && this.#waiting.get(line.requestId) === at) {
      this.#waiting.delete(line.requestId);
    }
  }
}
