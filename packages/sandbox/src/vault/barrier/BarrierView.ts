/** Entries that are encrypted on their way down. */
export interface EncryptedStorage {
  get<T>(path: string): Promise<T | undefined>;
  put(path: string, value: unknown): Promise<void>;
  delete(path: string): Promise<void>;
  list(prefix: string): Promise<string[]>;
}

/** A folder of the barrier. */
export class BarrierView {
  constructor(
    private readonly barrier: EncryptedStorage,
    private readonly prefix: string,
  ) {}

  get<T>(path: string): Promise<T | undefined> {
    return this.barrier.get<T>(this.prefix + path);
  }

  put(path: string, value: unknown): Promise<void> {
    return this.barrier.put(this.prefix + path, value);
  }

  delete(path: string): Promise<void> {
    return this.barrier.delete(this.prefix + path);
  }

  list(path: string): Promise<string[]> {
    return this.barrier.list(this.prefix + path);
  }

  view(path: string): BarrierView {
    return new BarrierView(this.barrier, this.prefix + path);
  }

  /** Deletes everything below. */
  async clear(path = ''): Promise<void> {
    for (const name of await this.list(path)) {
      await (name.endsWith('/')
        ? this.clear(path + name)
        : this.delete(path + name));
    }
  }
}
