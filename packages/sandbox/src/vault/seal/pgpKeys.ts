import {
  createMessage,
  encrypt,
  enums,
  readKey,
  type Key,
  type KeyID,
} from 'openpgp';
import { VaultError } from '../logical/errors';

const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const invalid = (reason: string) =>
  new VaultError(400, `invalid recovery configuration: ${reason}`);

/** Reads the public keys that an initialisation gives, in base64, with the texts of Vault's refusals. */
export async function readPgpKeys(given: readonly string[]): Promise<Key[]> {
  return Promise.all(given.map(readPgpKey));
}

async function readPgpKey(given: string): Promise<Key> {
  if (!BASE64.test(given)) {
    throw invalid(
      'error decoding given PGP key: illegal base64 data at input byte 0',
    );
  }
  try {
    return await readKey({ binaryKey: Buffer.from(given, 'base64') });
  } catch {
    throw invalid(
      'error parsing given PGP key: openpgp: invalid data: tag byte does not have MSB set',
    );
  }
}

/** The subkey to which Vault's library would encrypt: one for messages, which one for files at rest alone is not. */
async function keyIdForMessages(key: Key): Promise<KeyID | undefined> {
  for (const subkey of key.subkeys) {
    const id = subkey.getKeyID();
    try {
      await key.getEncryptionKey(id);
      const { keyFlags } = await subkey.verify();
      if ((keyFlags?.[0] ?? 0) & enums.keyFlags.encryptCommunication) {
        return id;
      }
    } catch {
      // This one cannot encrypt; another one may.
    }
  }
  return undefined;
}

/**
 * An OpenPGP message that only the holder of the key reads.
 *
 * @throws VaultError when the key takes no messages, as recorded from OpenBao 2.7.2, where it is initialised by then
 */
export async function encryptTo(key: Key, plain: string): Promise<Buffer> {
  const keyId = await keyIdForMessages(key);
  if (!keyId) {
    throw new VaultError(
      400,
      `error setting up encryption for PGP message: openpgp: invalid argument: cannot encrypt a message to key id ${key
        .getKeyID()
        .toHex()} because it has no valid encryption keys`,
    );
  }
  const message = await createMessage({ binary: Buffer.from(plain) });
  const encrypted = await encrypt({
    message,
    encryptionKeys: key,
    encryptionKeyIDs: keyId,
    format: 'binary',
  });
  return Buffer.from(encrypted);
}
