import { InputError } from '@backstage/errors';
import { enums, type Key, readKeys, type SignaturePacket } from 'openpgp';

const ARMOUR = '-----BEGIN PGP';

/** One block of armour; the library reads the first of a text and nothing beyond. */
const BLOCK = /-----BEGIN PGP [^-]+-----[\s\S]*?-----END PGP [^-]+-----/g;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const HOW = 'give what `gpg --armor --export <address>` prints';

/** The keys that stand in the text, armoured or as bytes in base64. */
async function keysIn(text: string): Promise<readonly Key[]> {
  if (text.includes(ARMOUR)) {
    const blocks = text.match(BLOCK) ?? [text];
    const keys = blocks.map(armoredKeys => readKeys({ armoredKeys }));
    return (await Promise.all(keys)).flat();
  }
  const base64 = text.replace(/\s/g, '');
  if (!BASE64.test(base64)) {
    throw new InputError('neither armour nor base64');
  }
  return await readKeys({ binaryKeys: Buffer.from(base64, 'base64') });
}

/**
 * Whether Vault's library encrypts to the key: a part of it must be for messages, and not for files at rest alone. Vault
 * finds out when it is initialised already, and its shares are lost then. As seen with OpenBao 2.7, which has the same library.
 */
async function takesMessages(key: Key, now: Date): Promise<boolean> {
  const isForMessages = ({ keyFlags }: SignaturePacket) =>
    ((keyFlags?.[0] ?? 0) & enums.keyFlags.encryptCommunication) !== 0;
  const parts = [
    ...key.subkeys.map(subkey => ({
      id: subkey.getKeyID(),
      signature: () => subkey.verify(now),
    })),
    {
      id: key.getKeyID(),
      signature: async () => (await key.getPrimaryUser(now)).selfCertification,
    },
  ];
  for (const { id, signature } of parts) {
    try {
      await key.getEncryptionKey(id, now);
      if (isForMessages(await signature())) {
        return true;
      }
    } catch {
      // This part cannot encrypt; another one may.
    }
  }
  return false;
}

/** What is wrong with a key at this time, with the fix; `undefined` when Vault can encrypt to it. */
async function flawOf(key: Key, now: Date): Promise<string | undefined> {
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
  if (!(await takesMessages(key, now))) {
    return 'the key cannot encrypt messages: it has no valid subkey for that, or a weak one; have its holder add one (`gpg --quick-add-key`), and give it again';
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
  if (keys.some(key => key.isPrivate())) {
    throw new InputError(
      `this is a private key: it is compromised now, so revoke it, make another one, and ${HOW}`,
    );
  }
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
