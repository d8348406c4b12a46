import type { PhysicalStorage } from './PhysicalStorage';

/** Remembers entries while this node leads: nobody else writes then. */
export class ReadCache implements PhysicalStorage {
  private readonly entries = new Map<string, Buffer | undefined>();

  constructor(private readonly storage: PhysicalStorage) {}

  async get(key: string): Promise<Buffer | undefined> {
    if (!this.entries.has(key)) {
      this.entries.set(key, await this.storage.get(key));
    }
    return this.entries.get(key);
  }

  async put(key: string, value: Buffer): Promise<void> {
    // Forgotten first: after a failed write nobody knows what is stored.
    this.entries.delete(key);
    await this.storage.put(key, value);
    this.entries.set(key, value);
  }

  async delete(key: string): Promise<void> {
    this.entries.delete(key);
    await this.storage.delete(key);
    this.entries.set(key, undefined);
  }

  list(prefix: string): Promise<string[]> {
    return this.storage.list(prefix);
  }
}
