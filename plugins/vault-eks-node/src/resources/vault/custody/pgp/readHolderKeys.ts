import { InputError, isError } from '@backstage/errors';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { readPublicKey } from './readPublicKey';

/** The checked key of one holder. */
export interface HolderKey {
  readonly holder: string;
  /** In upper-case hexadecimal, as GnuPG prints it. */
  readonly fingerprint: string;
  /** The key's bytes in base64, as Vault takes it. Source: Vault API, `sys/init`, `recovery_pgp_keys`. */
  readonly publicKey: string;
}

/** Holders of the same key would be one holder with several shares. */
function sharedKeys(keys: readonly HolderKey[]): string[] {
  const flaws: string[] = [];
  keys.forEach(({ holder, fingerprint }, index) => {
    const first = keys.findIndex(key => key.fingerprint === fingerprint);
    if (first < index) {
      flaws.push(
        `${holder}: this is the key of ${keys[first].holder}; each holder needs a key of their own`,
      );
    }
  });
  return flaws;
}

/**
 * Reads and checks the keys of all holders of recovery shares; none without PGP. No call is made.
 *
 * @throws InputError naming each holder whose key cannot be used, with the fix
 */
export async function readHolderKeys(
  { pgp }: Pick<VaultClusterSpec['custody'], 'pgp'>,
  now = new Date(),
): Promise<readonly HolderKey[]> {
  const keys: HolderKey[] = [];
  const flaws: string[] = [];
  for (const { name: holder, publicKey } of pgp?.holders ?? []) {
    try {
      const key = await readPublicKey(publicKey, now);
      keys.push({
        holder,
        fingerprint: key.getFingerprint().toUpperCase(),
        publicKey: Buffer.from(key.write()).toString('base64'),
      });
    } catch (error) {
      flaws.push(
        `${holder}: ${isError(error) ? error.message : 'cannot be read'}`,
      );
    }
  }
  flaws.push(...sharedKeys(keys));
  if (flaws.length > 0) {
    throw new InputError(`custody.pgp.holders: ${flaws.join('. ')}`);
  }
  return keys;
}
