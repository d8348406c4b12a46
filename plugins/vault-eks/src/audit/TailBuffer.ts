import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { RowRing, type RowWindow } from './RowRing';

/** How much a {@link TailBuffer} keeps; whichever is reached first. */
export interface TailBufferLimits {
  readonly rows: number;
  /** Characters of the raw lines together: rows may be gigantic, and a page's memory is not. */
  readonly characters: number;
}

const sizeOf = (row: AuditTailRow) =>
  row.kind === 'line' ? row.line.raw.length : 0;

/** The newest rows of a tail. A row that comes again after a reconnect is dropped. */
export class TailBuffer {
  readonly #limits: TailBufferLimits;
  readonly #ring = new RowRing<AuditTailRow>();
  readonly #ids = new Set<string>();
  #characters = 0;
  #lastId: string | undefined;

  constructor(limits: TailBufferLimits) {
    this.#limits = limits;
  }

  get lastId(): string | undefined {
    return this.#lastId;
  }

  /** The rows as they are now; what comes later does not show in it. */
  window(): RowWindow<AuditTailRow> {
    return this.#ring.window();
  }

  /** Returns whether anything was new. */
  add(incoming: readonly AuditTailRow[]): boolean {
    let anyNew = false;
    for (const row of incoming) {
      const { id } = row.line;
      if (!this.#ids.has(id)) {
        this.#ids.add(id);
        this.#lastId = id;
        this.#characters += sizeOf(row);
        this.#ring.append(row);
        anyNew = true;
      }
    }
    this.#dropOldest();
    return anyNew;
  }

  #dropOldest(): void {
    const { rows, characters } = this.#limits;
    // One row stays, however long: a reader must see what came.
    while (
      this.#ring.end - this.#ring.first > rows ||
      (this.#characters > characters && this.#ring.end - this.#ring.first > 1)
    ) {
      const row = this.#ring.shift();
      if (row) {
        this.#characters -= sizeOf(row);
        this.#ids.delete(row.line.id);
      }
    }
  }
}
