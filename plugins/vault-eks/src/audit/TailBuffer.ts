import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';

/**
 * The newest rows of a tail, at most `capacity`. A row that comes again after a reconnect is dropped.
 * {@link TailBuffer.entries} is a new array after each change and never changes itself.
 */
export class TailBuffer {
  readonly #capacity: number;
  #entries: readonly AuditTailRow[] = [];
  #ids = new Set<string>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get entries(): readonly AuditTailRow[] {
    return this.#entries;
  }

  get lastId(): string | undefined {
    return this.#entries[this.#entries.length - 1]?.line.id;
  }

  /** Returns whether anything was new. */
  add(incoming: readonly AuditTailRow[]): boolean {
    const fresh = incoming.filter(({ line }) => {
      const known = this.#ids.has(line.id);
      this.#ids.add(line.id);
      return !known;
    });
    if (fresh.length === 0) {
      return false;
    }
    const all = [...this.#entries, ...fresh];
    const dropped = all.length - this.#capacity;
    if (dropped > 0) {
      for (const { line } of all.slice(0, dropped)) {
        this.#ids.delete(line.id);
      }
    }
    this.#entries = all.slice(-this.#capacity);
    return true;
  }
}
