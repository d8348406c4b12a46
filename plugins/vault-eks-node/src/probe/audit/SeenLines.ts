import type { AuditEntry } from './auditEntry';

/** Longer than any overlap between two reads of the same log. */
const KEEP_MS = 120_000;
/** The part of a time that names its second: once in a second is often enough to forget. */
const SECOND = 'YYYY-MM-DDTHH:mm:ss'.length;
const MOST_KEYS = 50_000;

/** Remembers which lines were passed on, so that overlapping reads neither lose nor repeat one. */
export class SeenLines {
  /** With the sortable time of each, the oldest first. */
  readonly #keys = new Map<string, string>();
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
    const time = line.id.slice(0, line.id.indexOf('/'));
    this.#keys.set(key, time);
    const before = this.#newest;
    if (time > before) {
      this.#newest = time;
      const sameSecond = time.slice(0, SECOND) === before.slice(0, SECOND);
      if (!sameSecond || this.#keys.size > MOST_KEYS) {
        this.#forget();
      }
    }
    return true;
  }

  #forget(): void {
    const oldest = Date.parse(this.#newest) - KEEP_MS;
    for (const [key, time] of this.#keys) {
      if (Date.parse(time) >= oldest && this.#keys.size <= MOST_KEYS) {
        return;
      }
      this.#keys.delete(key);
    }
  }
}
