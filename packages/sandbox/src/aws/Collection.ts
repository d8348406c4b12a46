import type { StateStore } from '../world';

/** A named set of records in the state store; each change is saved. Records must survive JSON. */
export class Collection<T> {
  private readonly items: Map<string, T>;

  constructor(
    private readonly store: StateStore,
    private readonly name: string,
  ) {
    this.items = new Map(
      Object.entries(store.load<Record<string, T>>(name) ?? {}),
    );
  }

  get size(): number {
    return this.items.size;
  }

  get(key: string): T | undefined {
    return this.items.get(key);
  }

  values(): T[] {
    return [...this.items.values()];
  }

  entries(): [string, T][] {
    return [...this.items.entries()];
  }

  find(matches: (item: T) => boolean): T | undefined {
    return this.values().find(matches);
  }

  filter(matches: (item: T) => boolean): T[] {
    return this.values().filter(matches);
  }

  set(key: string, item: T): void {
    this.items.set(key, item);
    this.saved();
  }

  /** Merges the changes into the record, when there is one. */
  patch(key: string, changes: Partial<T>): void {
    const item = this.items.get(key);
    if (item !== undefined) {
      this.set(key, { ...item, ...changes });
    }
  }

  delete(key: string): boolean {
    const existed = this.items.delete(key);
    this.saved();
    return existed;
  }

  private saved(): void {
    this.store.save(this.name, () => Object.fromEntries(this.items));
  }
}
