import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../../AwsError';
import type { KeyRecord } from './KmsState';

/** Non-secret pairs that a ciphertext is bound to. */
export type EncryptionContext = Readonly<Record<string, string>> | undefined;

const version = 1;
const idLength = 36;
const ivLength = 12;
const tagLength = 16;
const headerLength = 1 + idLength;

/** Encrypts under a key; the blob names its key, as KMS's do. */
export function encrypt(
  key: KeyRecord,
  plaintext: Uint8Array,
  context: EncryptionContext,
): Buffer {
  const header = Buffer.concat([Buffer.from([version]), Buffer.from(key.id)]);
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', materialOf(key), iv);
  cipher.setAAD(boundData(header, context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), body]);
}

/** The key that a blob names; `undefined` when it is not one of ours. */
export function keyIdOf(blob: Uint8Array): string | undefined {
  return blob[0] === version &&
    blob.length >= headerLength + ivLength + tagLength
    ? Buffer.from(blob.subarray(1, headerLength)).toString('ascii')
    : undefined;
}

/** Decrypts a blob; a changed blob or another encryption context is an InvalidCiphertextException. */
export function decrypt(
  key: KeyRecord,
  blob: Uint8Array,
  context: EncryptionContext,
): Buffer {
  const bodyStart = headerLength + ivLength + tagLength;
  const iv = blob.subarray(headerLength, headerLength + ivLength);
  const cipher = createDecipheriv('aes-256-gcm', materialOf(key), iv);
  cipher.setAAD(
    boundData(Buffer.from(blob.subarray(0, headerLength)), context),
  );
  cipher.setAuthTag(blob.subarray(headerLength + ivLength, bodyStart));
  try {
    return Buffer.concat([
      cipher.update(blob.subarray(bodyStart)),
      cipher.final(),
    ]);
  } catch {
    throw invalidCiphertext();
  }
}

/** KMS's answer to a blob that it cannot decrypt; it gives no reason. */
export function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', '');
}

function materialOf(key: KeyRecord): Buffer {
  return Buffer.from(key.material ?? '', 'base64');
}

function boundData(header: Buffer, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context ?? {}).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return Buffer.concat([header, Buffer.from(JSON.stringify(pairs))]);
}
