import type { AuditEntry } from './auditEntry';
import { KeyRun } from './KeyRun';

/** Longer than any overlap between two reads of the same log. */
const KEEP_MS = 120_000;
const KEEP_KEYS = 50_000;
/** The part of a time that names its second: once in a second is often enough to look at the clock. */
const SECOND = 'YYYY-MM-DDTHH:mm:ss'.length;

/**
 * Remembers which lines were passed on, so that overlapping reads neither lose nor repeat one.
 *
 * The keys are in runs, and the oldest run is forgotten as a whole: to forget them one by one would cost more than to
 * read the lines.
 */
export class SeenLines {
  readonly #runs: KeyRun[] = [];
  #size = 0;
  /** Time of the newest line that was seen; a line that is newer is new. */
  #latest = '';
  #newest: string;
  #newestMs: number;

  /** @param start - where to read on from while nothing was seen */
  constructor(start: Date) {
    this.#newest = start.toISOString().replace('Z', '000000Z');
    this.#newestMs = start.getTime();
  }

  /** Sortable time of the newest line so far. */
  get newest(): string {
    return this.#newest;
  }

  /** @returns whether it is new */
  add({ kind, key, line }: AuditEntry): boolean {
    const time = line.id.slice(0, line.id.indexOf('/'));
    const isNewer = time > this.#latest;
    // The time of a line that nobody could read is that of the line before, which depends on where the read began.
    if (
      (kind === 'unreadable' || !isNewer) &&
      this.#runs.some(
        run => (kind === 'unreadable' || run.spans(time)) && run.has(key),
      )
    ) {
      return false;
    }
    if (isNewer) {
      this.#latest = time;
    }
    if (time > this.#newest) {
      this.#moveTo(time);
    }
    this.#runFor(time).add(key, time);
    this.#size += 1;
    return true;
  }

  #moveTo(time: string): void {
    if (time.slice(0, SECOND) !== this.#newest.slice(0, SECOND)) {
      this.#newestMs = Date.parse(time);
    }
    this.#newest = time;
  }

  #runFor(time: string): KeyRun {
    const last = this.#runs.at(-1);
    if (last && !last.isFull(this.#newestMs)) {
      return last;
    }
    const run = new KeyRun(time, this.#newestMs);
    this.#runs.push(run);
    while (this.#isEnoughWithoutOldest()) {
      this.#size -= this.#runs.shift()?.size ?? 0;
    }
    return run;
  }

  #isEnoughWithoutOldest(): boolean {
    const [oldest, next] = this.#runs;
    return (
      next !== undefined &&
      (this.#size - oldest.size >= KEEP_KEYS ||
        this.#newestMs - next.since > KEEP_MS)
    );
  }
}
