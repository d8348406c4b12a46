import { sep } from 'node:path';

const keyOf = (namespace: string, pod: string) => `${namespace}/${pod}`;

/** What is wrong with the machines under the pods, by request: clocks that differ, and volumes without space. */
export class PodDisturbances {
  readonly #offsets = new Map<string, number>();
  readonly #full = new Set<string>();

  /** Sets a pod's clock ahead by so many milliseconds, or behind. */
  shiftClock(namespace: string, pod: string, offsetMs: number): void {
    this.#offsets.set(keyOf(namespace, pod), offsetMs);
  }

  /** What a pod takes for the time, in milliseconds since 1970. */
  now(namespace: string, pod: string): number {
    return Date.now() + (this.#offsets.get(keyOf(namespace, pod)) ?? 0);
  }

  /** Takes the space of a persistent volume, or gives it back. */
  setFull(volume: string, full: boolean): void {
    if (full) this.#full.add(volume);
    else this.#full.delete(volume);
  }

  /** Whether a file of this machine is on a persistent volume without space. */
  isFull(file: string): boolean {
    const folders = file.split(sep);
    return [...this.#full].some(volume => folders.includes(volume));
  }
}
