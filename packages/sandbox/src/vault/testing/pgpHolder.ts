import { decrypt, generateKey, readMessage } from 'openpgp';

/** Somebody with an OpenPGP key. */
export interface PgpHolder {
  /** Armoured. */
  readonly publicKey: string;
  /** In upper-case hexadecimal. */
  readonly fingerprint: string;
  /** Reads a message in base64; fails when it is for somebody else. */
  read(ciphertext: string): Promise<string>;
}

/** Makes a holder of an OpenPGP key, for tests. */
export async function createPgpHolder(name: string): Promise<PgpHolder> {
  const { publicKey, privateKey } = await generateKey({
    userIDs: [{ name }],
    format: 'object',
  });
  return {
    publicKey: publicKey.armor(),
    fingerprint: publicKey.getFingerprint().toUpperCase(),
    async read(ciphertext) {
      const message = await readMessage({
        binaryMessage: Buffer.from(ciphertext, 'base64'),
      });
      const { data } = await decrypt({ message, decryptionKeys: privateKey });
      return String(data);
    },
  };
}
