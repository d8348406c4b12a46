import type { AuditEntry } from './auditEntry';

/** Longer than any overlap between two reads of the same log. */
const KEEP_MS = 120_000;
const MOST_KEYS = 50_000;
/** The part of a time that names its second: once in a second is often enough to look at the clock. */
const SECOND = 'YYYY-MM-DDTHH:mm:ss'.length;

/**
 * Remembers which lines were passed on, so that overlapping reads neither lose nor repeat one.
 *
 * The keys are in two generations, and the older one is forgotten as a whole: to forget them one by one would cost more
 * than to read the lines, since a Map that loses its oldest key each time passes over all that it has lost.
 */
export class SeenLines {
  #young = new Set<string>();
  #old: ReadonlySet<string> = new Set();
  #youngSince: string;
  #newest: string;

  /** @param start - where to read on from while nothing was seen */
  constructor(start: Date) {
    this.#newest = start.toISOString().replace('Z', '000000Z');
    this.#youngSince = this.#newest;
  }

  /** Sortable time of the newest line so far. */
  get newest(): string {
    return this.#newest;
  }

  /** @returns whether it is new */
  add(entry: AuditEntry): boolean {
    const { key, line } = entry;
    if (this.#young.has(key) || this.#old.has(key)) {
      return false;
    }
    this.#young.add(key);
    const time = line.id.slice(0, line.id.indexOf('/'));
    const before = this.#newest;
    if (time > before) {
      this.#newest = time;
    }
    const nextSecond =
      this.#newest.slice(0, SECOND) !== before.slice(0, SECOND);
    if (this.#young.size >= MOST_KEYS || (nextSecond && this.#isGrown())) {
      this.#old = this.#young;
      this.#young = new Set();
      this.#youngSince = this.#newest;
    }
    return true;
  }

  #isGrown(): boolean {
    const since = Date.parse(this.#youngSince);
    return Date.parse(this.#newest) - since > KEEP_MS;
  }
}
