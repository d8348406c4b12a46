import { createMessage, encrypt, readKey, type Key } from 'openpgp';
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

/** An OpenPGP message that only the holder of the key reads. */
export async function encryptTo(key: Key, plain: string): Promise<Buffer> {
  const message = await createMessage({ binary: Buffer.from(plain) });
  const encrypted = await encrypt({
    message,
    encryptionKeys: key,
    format: 'binary',
  });
  return Buffer.from(encrypted);
}
