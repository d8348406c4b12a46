import {
  constants,
  generateKeyPairSync,
  privateDecrypt,
  randomBytes,
} from 'node:crypto';
import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { OperationsOf } from '../../Service';
import { requireNotPendingDeletion } from './errors';
import type { KeyRecord, KmsState } from './KmsState';

const aDay = 24 * 3600_000;
const materialLength = 32;

interface OpenImport {
  readonly keyId: string;
  readonly privateKeyPem: string;
  readonly hash: 'sha1' | 'sha256';
}

/** Keys whose material their owner brings: wrapped under a key pair that KMS made for this one import. */
export function importOperations(state: KmsState): OperationsOf<typeof sdk> {
  const open = new Map<string, OpenImport>();
  return {
    GetParametersForImport: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireExternal(key);
      requireNotPendingDeletion(key);
      const { publicKey, privateKey } = generateKeyPairSync('rsa', {
        modulusLength: Number(input.WrappingKeySpec?.slice('RSA_'.length)),
        publicKeyEncoding: { type: 'spki', format: 'der' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
      const token = randomBytes(32);
      open.set(token.toString('base64'), {
        keyId: key.id,
        privateKeyPem: privateKey,
        hash:
          input.WrappingAlgorithm === 'RSAES_OAEP_SHA_1' ? 'sha1' : 'sha256',
      });
      return {
        KeyId: key.arn,
        ImportToken: token,
        PublicKey: publicKey,
        ParametersValidTo: new Date(context.now.getTime() + aDay),
      };
    },

    ImportKeyMaterial: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireExternal(key);
      requireNotPendingDeletion(key);
      const token = Buffer.from(input.ImportToken ?? []).toString('base64');
      const parameters = open.get(token);
      if (parameters?.keyId !== key.id) {
        throw new AwsError('InvalidImportTokenException', '');
      }
      const expires = input.ExpirationModel !== 'KEY_MATERIAL_DOES_NOT_EXPIRE';
      if (expires && input.ValidTo === undefined) {
        throw new AwsError(
          'ValidationException',
          'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
        );
      }
      const material = unwrapped(parameters, input.EncryptedKeyMaterial);
      state.keys.patch(key.id, {
        material: material.toString('base64'),
        materialExpiresAt: expires ? input.ValidTo?.getTime() : undefined,
      });
      return { KeyId: key.arn };
    },

    DeleteImportedKeyMaterial: (input, context) => {
      const key = state.require(input.KeyId, context);
      requireExternal(key);
      requireNotPendingDeletion(key);
      state.keys.patch(key.id, { material: undefined });
      return { KeyId: key.arn };
    },
  };
}

function unwrapped(
  { privateKeyPem, hash }: OpenImport,
  wrapped: Uint8Array | undefined,
): Buffer {
  let material: Buffer;
  try {
    material = privateDecrypt(
      {
        key: privateKeyPem,
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: hash,
      },
      wrapped ?? Buffer.alloc(0),
    );
  } catch {
    throw new AwsError('InvalidCiphertextException', '');
  }
  if (material.length !== materialLength) {
    throw new AwsError('IncorrectKeyMaterialException', '');
  }
  return material;
}

function requireExternal(key: KeyRecord): void {
  if (key.origin !== 'EXTERNAL') {
    throw new AwsError(
      'UnsupportedOperationException',
      `${key.arn} origin is ${key.origin} which is not valid for this operation.`,
    );
  }
}
