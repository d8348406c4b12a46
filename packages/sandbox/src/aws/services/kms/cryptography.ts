import { randomBytes } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import type { CallContext, OperationsOf } from '../../Service';
import { decrypt, encrypt, invalidCiphertext, keyIdOf } from './cipher';
import { requireUsable } from './errors';
import type { KmsState } from './KmsState';

const maximumPlaintext = 4096;

/** What keys are for. */
export function cryptographicOperations(
  state: KmsState,
): OperationsOf<typeof sdk> {
  const usable = (
    reference: string | undefined,
    operation: string,
    context: CallContext,
  ) => {
    const key = state.require(reference, context);
    requireUsable(key, context.now);
    if (key.usage !== 'ENCRYPT_DECRYPT') {
      throw new AwsError(
        'InvalidKeyUsageException',
        `${key.arn} key usage is ${key.usage} which is not valid for ${operation}.`,
      );
    }
    if (key.spec !== 'SYMMETRIC_DEFAULT') {
      throw new AwsError(
        'UnsupportedOperationException',
        'The sandbox encrypts with symmetric keys only',
      );
    }
    return key;
  };
  const dataKey = (
    input: {
      readonly KeyId?: string;
      readonly KeySpec?: string;
      readonly NumberOfBytes?: number;
      readonly EncryptionContext?: Record<string, string>;
    },
    context: CallContext,
  ) => {
    const key = usable(input.KeyId, 'GenerateDataKey', context);
    const length =
      input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32);
    const plaintext = randomBytes(length);
    return {
      KeyId: key.arn,
      Plaintext: plaintext,
      CiphertextBlob: encrypt(key, plaintext, input.EncryptionContext),
    };
  };

  return {
    Encrypt: (input, context) => {
      const key = usable(input.KeyId, 'Encrypt', context);
      const plaintext = input.Plaintext ?? new Uint8Array();
      if (plaintext.length < 1 || plaintext.length > maximumPlaintext) {
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length ${
            plaintext.length < 1
              ? 'greater than or equal to 1'
              : `less than or equal to ${maximumPlaintext}`
          }`,
        );
      }
      return {
        KeyId: key.arn,
        CiphertextBlob: encrypt(key, plaintext, input.EncryptionContext),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },

    Decrypt: (input, context) => {
      const blob = input.CiphertextBlob ?? new Uint8Array();
      const id = keyIdOf(blob);
      if (id === undefined) {
        throw invalidCiphertext();
      }
      const key = usable(id, 'Decrypt', context);
      if (input.KeyId !== undefined) {
        const named = state.resolve(input.KeyId, context);
        if (named?.id !== key.id) {
          throw new AwsError(
            'IncorrectKeyException',
            'The key ID in the request does not identify a CMK that can perform this operation.',
          );
        }
      }
      return {
        KeyId: key.arn,
        Plaintext: decrypt(key, blob, input.EncryptionContext),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },

    GenerateDataKey: (input, context) => dataKey(input, context),

    GenerateDataKeyWithoutPlaintext: (input, context) => {
      const { KeyId, CiphertextBlob } = dataKey(input, context);
      return { KeyId, CiphertextBlob };
    },

    GenerateRandom: input => ({
      Plaintext: randomBytes(input.NumberOfBytes ?? 32),
    }),
  };
}
