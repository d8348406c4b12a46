import type { KeptShare } from '../Custody';
import type { HolderKey } from './readHolderKeys';

/** Stands in the secret beside the ciphertexts, for holders who meet nothing but that. */
export const HOW_TO_DECRYPT =
  'Each holder decrypts their own share on their own machine, with their own private key: save this value as custody.json, then `jq -r \'.recoveryKeys[] | select(.holder == "<name>") | .ciphertext\' custody.json | base64 --decode | gpg --decrypt`. What appears is the share in hexadecimal.';

/**
 * Names the holder of each share. Vault encrypts the shares in the order in which the keys were given (source: Vault API,
 * `sys/init`, `recovery_pgp_keys`). None is ever dropped: Vault tells them once.
 */
export function sharesOfHolders(
  shares: readonly string[],
  holders: readonly HolderKey[],
): KeptShare[] {
  return shares.map((share, index) => {
    const key = holders.at(index);
    return key
      ? { holder: key.holder, fingerprint: key.fingerprint, ciphertext: share }
      : share;
  });
}
