import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { ClosableStateStore } from './MemoryStateStore';

const WRITE_AFTER_MS = 100;

/**
 * Keeps each value in a JSON file of its own. Writes are gathered for a moment, and replace the file in one
 * step so that a crash leaves the old value or the new one. The files hold the sandbox's private keys, so
 * only their owner may read them.
 */
export class FolderStateStore implements ClosableStateStore {
  readonly folder: string;
  readonly #pending = new Map<string, () => unknown>();
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.folder = path.resolve(folder);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  load<T>(name: string): T | undefined {
    const file = this.#file(name);
    if (!existsSync(file)) {
      return undefined;
    }
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as T;
    } catch (error) {
      throw new Error(
        `The sandbox's state in ${file} cannot be read: ${error}. Remove the folder to start afresh.`,
      );
    }
  }

  save(name: string, value: () => unknown): void {
    this.#pending.set(name, value);
    this.#timer ??= setTimeout(() => this.#flush(), WRITE_AFTER_MS);
  }

  async close(): Promise<void> {
    this.#flush();
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [name, value] of this.#pending) {
      const file = this.#file(name);
      writeFileSync(`${file}.new`, JSON.stringify(value()), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
    this.#pending.clear();
  }

  #file(name: string) {
    return path.join(this.folder, `${name.replace(/[^\w.-]/g, '_')}.json`);
  }
}
