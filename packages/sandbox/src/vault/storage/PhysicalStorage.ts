/** Where sealed entries live. Keys are paths such as `core/keyring`. */
export interface PhysicalStorage {
  get(key: string): Promise<Buffer | undefined>;
  put(key: string, value: Buffer): Promise<void>;
  delete(key: string): Promise<void>;
  /** Names directly below the prefix; folders end in a slash. */
  list(prefix: string): Promise<string[]>;
}
