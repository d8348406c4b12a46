import type { AuditEntry } from './auditEntry';

/** Longer than any overlap between two reads of the same log. */
const KEEP_MS = 120_000;
const MOST_KEYS = 50_000;

/** Remembers which lines were passed on, so that overlapping reads neither lose nor repeat one. */
export class SeenLines {
  readonly #keys = new Map<string, number>();
  #newest: string;

  /** @param start - where to read on from while nothing was seen */
  constructor(start: Date) {
    this.#newest = start.toISOString().replace('Z', '000000Z');
  }

  /** Sortable time of the newest line so far. */
  get newest(): string {
    return this.#newest;
  }

  /** @returns whether it is new */
  add(entry: AuditEntry): boolean {
    const { key, line } = entry;
    if (this.#keys.has(key)) {
      return false;
    }
    const [time] = line.id.split('/');
    this.#keys.set(key, Date.parse(time));
    if (time > this.#newest) {
      this.#newest = time;
      this.#forget();
    }
    return true;
  }

  #forget(): void {
    const oldest = Date.parse(this.#newest) - KEEP_MS;
    for (const [key, time] of this.#keys) {
      if (time >= oldest && this.#keys.size <= MOST_KEYS) {
        return;
      }
      this.#keys.delete(key);
    }
  }
}
