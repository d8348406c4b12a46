import { randomBytes } from 'node:crypto';
import type { PhysicalStorage } from '../storage/PhysicalStorage';
import { BarrierView, type EncryptedStorage } from './BarrierView';
import { decrypt, encrypt } from './cipher';

const KEYRING = 'core/keyring';
const KEY_BYTES = 32;
/** Term of the encryption key (it is never rotated here) and version of the format. */
const HEADER = Buffer.from([0, 0, 0, 1, 2]);

/**
 * Everything below it is ciphertext. Entries are encrypted under a key that lies in the keyring, and the
 * keyring under the root key that only the seal can open.
 */
export class Barrier implements EncryptedStorage {
  private constructor(
    private readonly storage: PhysicalStorage,
    private readonly key: Buffer,
  ) {}

  static async isInitialized(storage: PhysicalStorage): Promise<boolean> {
    return (await storage.get(KEYRING)) !== undefined;
  }

  /** Makes the keyring; answers the root key, for the seal to keep. */
  static async initialize(storage: PhysicalStorage): Promise<Buffer> {
    const rootKey = randomBytes(KEY_BYTES);
    const keyring = JSON.stringify({
      keys: [{ term: 1, value: randomBytes(KEY_BYTES).toString('base64') }],
    });
    await storage.put(KEYRING, encrypt(rootKey, Buffer.from(keyring), KEYRING));
    return rootKey;
  }

  static async unseal(
    storage: PhysicalStorage,
    rootKey: Buffer,
  ): Promise<Barrier> {
    const sealed = await storage.get(KEYRING);
    if (!sealed) throw new Error('keyring missing');
    const keyring = JSON.parse(decrypt(rootKey, sealed, KEYRING).toString());
    return new Barrier(storage, Buffer.from(keyring.keys[0].value, 'base64'));
  }

  /** The same barrier in front of another storage, such as a cache. */
  over(wrap: (storage: PhysicalStorage) => PhysicalStorage): Barrier {
    return new Barrier(wrap(this.storage), this.key);
  }

  async get<T>(path: string): Promise<T | undefined> {
    const sealed = await this.storage.get(path);
    if (!sealed) return undefined;
    const body = sealed.subarray(HEADER.length);
    // Authenticated by the cipher, so it is what this server wrote there.
    return JSON.parse(decrypt(this.key, body, path).toString()) as T;
  }

  async put(path: string, value: unknown): Promise<void> {
    const plaintext = Buffer.from(JSON.stringify(value));
    const sealed = encrypt(this.key, plaintext, path);
    await this.storage.put(path, Buffer.concat([HEADER, sealed]));
  }

  delete(path: string): Promise<void> {
    return this.storage.delete(path);
  }

  list(prefix: string): Promise<string[]> {
    return this.storage.list(prefix);
  }

  /** The part below a prefix, as a mount sees its storage. */
  view(prefix: string): BarrierView {
    return new BarrierView(this, prefix);
  }
}
