import { randomBytes, timingSafeEqual } from 'node:crypto';
import { combine, split } from 'shamir-secret-sharing';

const KEY_BYTES = 32;

/** How the recovery key is shared. */
export interface RecoveryConfig {
  readonly secret_shares: number;
  readonly secret_threshold: number;
}

/** A recovery key and the shares that give it back. */
export interface RecoveryKey {
  readonly key: Buffer;
  readonly shares: readonly Buffer[];
}

/** Makes the key and deals it out; a single share is the key itself, as in Vault. */
export async function dealRecoveryKey(
  config: RecoveryConfig,
): Promise<RecoveryKey> {
  const key = randomBytes(KEY_BYTES);
  if (config.secret_shares === 1) return { key, shares: [key] };
  const { secret_shares, secret_threshold } = config;
  const secret = Uint8Array.from(key);
  const shares = await split(secret, secret_shares, secret_threshold);
  return { key, shares: shares.map(share => Buffer.from(share)) };
}

/** Whether the shares give the key. */
export async function sharesMatch(
  shares: readonly Buffer[],
  key: Buffer,
): Promise<boolean> {
  const found =
    shares.length === 1
      ? shares[0]
      : Buffer.from(await combine(shares.map(share => Uint8Array.from(share))));
  return found.length === key.length && timingSafeEqual(found, key);
}
