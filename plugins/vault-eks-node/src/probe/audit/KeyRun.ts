const MOST_KEYS = 5_000;
const MOST_MS = 30_000;

/**
 * Keys of lines that came one after the other. They are only put into a set when one of them is asked for, which lines
 * that come in the order of their times never do: a set costs several times as much as a list.
 */
export class KeyRun {
  readonly #keys: string[] = [];
  readonly #set = new Set<string>();
  #oldest: string;
  #newest: string;

  /**
   * @param time - sortable time of the first line
   * @param since - the newest time that was seen when the run began, in milliseconds: where a line comes from a node
   *   whose clock is ahead, another than that line's own
   */
  constructor(time: string, readonly since: number) {
    this.#oldest = time;
    this.#newest = time;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** @param now - the newest time that was seen by now */
  isFull(now: number): boolean {
    return this.#keys.length >= MOST_KEYS || now - this.since > MOST_MS;
  }

  /** Whether a line of this time may be among these. */
  spans(time: string): boolean {
    return time >= this.#oldest && time <= this.#newest;
  }

  has(key: string): boolean {
    for (let i = this.#set.size; i < this.#keys.length; i += 1) {
      this.#set.add(this.#keys[i]);
    }
    return this.#set.has(key);
  }

  /** Adds a key that is not there yet. */
  add(key: string, time: string): void {
    this.#keys.push(key);
    if (time > this.#newest) {
      this.#newest = time;
    } else if (time < this.#oldest) {
      this.#oldest = time;
    }
  }
}
