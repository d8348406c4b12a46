import type { StateStore } from '../world';

/** A store that also knows when it is done. */
export interface ClosableStateStore extends StateStore {
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

/** Forgets everything when the process ends. */
export class MemoryStateStore implements ClosableStateStore {
  readonly folder = undefined;

  load<T>(): T | undefined {
    return undefined;
  }

  save(): void {}

  async close(): Promise<void> {}
}
