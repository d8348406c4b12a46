import { Barrier } from '../barrier/Barrier';
import type { AwsKmsSeal } from '../seal/AwsKmsSeal';
import type { RecoveryConfig } from '../seal/recoveryKeys';
import type { PhysicalStorage } from '../storage/PhysicalStorage';
import { described } from '../util/described';

const UNSEAL_KEYS = 'core/hsm/barrier-unseal-keys';
const RECOVERY_CONFIG = 'core/recovery-config';
const RECOVERY_KEY = 'core/recovery-key';

/** What must be read before the barrier is open: keys sealed by KMS, and numbers that are no secret. */
export class SealedStore {
  private initialized = false;
  private recovery: RecoveryConfig | undefined;

  constructor(
    readonly storage: PhysicalStorage,
    private readonly seal: AwsKmsSeal,
  ) {}

  async isInitialized(): Promise<boolean> {
    this.initialized ||= await Barrier.isInitialized(this.storage);
    return this.initialized;
  }

  /** The open barrier. `undefined` while Vault is not initialised. */
  async unseal(): Promise<Barrier | undefined> {
    const sealed = await this.storage.get(UNSEAL_KEYS);
    if (!sealed) return undefined;
    const rootKey = await this.seal.decrypt(sealed).catch(error => {
      throw new Error(
        `fetching stored unseal keys failed: failed to decrypt encrypted stored keys: error decrypting data encryption key: ${described(
          error,
        )}`,
      );
    });
    return Barrier.unseal(this.storage, rootKey);
  }

  async initialize(
    config: RecoveryConfig,
    recoveryKey: Buffer,
  ): Promise<Barrier> {
    const rootKey = await Barrier.initialize(this.storage);
    const sealedRecoveryKey = await this.seal.encrypt(recoveryKey);
    await this.storage.put(RECOVERY_KEY, sealedRecoveryKey);
    const numbers = JSON.stringify({ type: 'shamir', ...config });
    await this.storage.put(RECOVERY_CONFIG, Buffer.from(numbers));
    const barrier = await Barrier.unseal(this.storage, rootKey);
    // Last, because from here on the other nodes unseal themselves.
    await this.storage.put(UNSEAL_KEYS, await this.seal.encrypt(rootKey));
    return barrier;
  }

  /** What the shares give back together. */
  async recoveryKey(): Promise<Buffer> {
    const stored = await this.storage.get(RECOVERY_KEY);
    if (!stored) throw new Error('recovery key is missing');
    return this.seal.decrypt(stored);
  }

  /** Kept once it was read, so that a status needs no storage. */
  async recoveryConfig(): Promise<RecoveryConfig | undefined> {
    if (!this.recovery) {
      const stored = await this.storage.get(RECOVERY_CONFIG);
      this.recovery = stored && JSON.parse(stored.toString());
    }
    return this.recovery;
  }
}
