import { InputError } from '@backstage/errors';
import { type Key, readKeys } from 'openpgp';

const ARMOUR = '-----BEGIN PGP';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const HOW = 'give what `gpg --armor --export <address>` prints';

/** The keys that stand in the text, armoured or as bytes in base64. */
async function keysIn(text: string): Promise<readonly Key[]> {
  if (text.includes(ARMOUR)) {
    return await readKeys({ armoredKeys: text.trim() });
  }
  const base64 = text.replace(/\s/g, '');
  if (!BASE64.test(base64)) {
    throw new InputError('neither armour nor base64');
  }
  return await readKeys({ binaryKeys: Buffer.from(base64, 'base64') });
}

/** What is wrong with a key at this time, with the fix; `undefined` when Vault can encrypt to it. */
async function flawOf(key: Key, now: Date): Promise<string | undefined> {
  if (key.isPrivate()) {
    return `this is a private key: it is compromised now, so revoke it, make another one, and ${HOW}`;
  }
  if (await key.isRevoked(undefined, undefined, now)) {
    return 'the key is revoked; give the key that took its place';
  }
  const until = await key.getExpirationTime();
  if (until instanceof Date && until <= now) {
    return `the key expired on ${until
      .toISOString()
      .slice(
        0,
        10,
      )}; have its holder extend it (\`gpg --quick-set-expire\`), and give it again`;
  }
  try {
    await key.getEncryptionKey(undefined, now);
  } catch {
    return 'the key cannot encrypt: it has no valid subkey for that, or a weak one; have its holder add one (`gpg --quick-add-key`), and give it again';
  }
  return undefined;
}

/**
 * Reads the OpenPGP public key of a holder of a recovery share.
 *
 * @throws InputError saying what is wrong with it and how that is mended; its text is never quoted
 */
export async function readPublicKey(text: string, now: Date): Promise<Key> {
  const keys = await keysIn(text).catch(() => {
    throw new InputError(`this is no OpenPGP public key; ${HOW}`);
  });
  if (keys.length !== 1) {
    throw new InputError(
      `${keys.length} keys are given and one is needed; ${HOW}`,
    );
  }
  const flaw = await flawOf(keys[0], now);
  if (flaw) {
    throw new InputError(flaw);
  }
  return keys[0];
}
