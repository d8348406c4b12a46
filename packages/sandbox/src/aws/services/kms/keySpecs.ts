import type {
  KeySpec,
  KeyUsageType,
  EncryptionAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';

/** What each kind of key is for, most usual first (AWS KMS developer guide, "key spec reference"). */
const usages: Readonly<Record<KeySpec, readonly KeyUsageType[]>> = {
  SYMMETRIC_DEFAULT: ['ENCRYPT_DECRYPT'],
  RSA_2048: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  RSA_3072: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  RSA_4096: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  ECC_NIST_P256: ['SIGN_VERIFY', 'KEY_AGREEMENT'],
  ECC_NIST_P384: ['SIGN_VERIFY', 'KEY_AGREEMENT'],
  ECC_NIST_P521: ['SIGN_VERIFY', 'KEY_AGREEMENT'],
  ECC_NIST_EDWARDS25519: ['SIGN_VERIFY'],
  ECC_SECG_P256K1: ['SIGN_VERIFY'],
  HMAC_224: ['GENERATE_VERIFY_MAC'],
  HMAC_256: ['GENERATE_VERIFY_MAC'],
  HMAC_384: ['GENERATE_VERIFY_MAC'],
  HMAC_512: ['GENERATE_VERIFY_MAC'],
  ML_KEM_512: ['ENCAPSULATE_DECAPSULATE'],
  ML_KEM_768: ['ENCAPSULATE_DECAPSULATE'],
  ML_KEM_1024: ['ENCAPSULATE_DECAPSULATE'],
  SM2: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'KEY_AGREEMENT'],
  ML_DSA_44: ['SIGN_VERIFY'],
  ML_DSA_65: ['SIGN_VERIFY'],
  ML_DSA_87: ['SIGN_VERIFY'],
};

/** The usage of a key to be made; throws KMS's ValidationException when it has to be named, or does not fit. */
export function usageOf(
  spec: KeySpec,
  wanted: KeyUsageType | undefined,
): KeyUsageType {
  const possible = usages[spec];
  if (!possible) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${spec}' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(
        usages,
      ).join(', ')}]`,
    );
  }
  if (wanted === undefined && spec !== 'SYMMETRIC_DEFAULT') {
    throw new AwsError(
      'ValidationException',
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    );
  }
  const usage = wanted ?? 'ENCRYPT_DECRYPT';
  if (!possible.includes(usage)) {
    throw new AwsError(
      'ValidationException',
      `KeyUsage ${usage} is not compatible with KeySpec ${spec}`,
    );
  }
  return usage;
}

/** The algorithms that DescribeKey lists for an encryption key. */
export function encryptionAlgorithms(
  spec: KeySpec,
  usage: KeyUsageType,
): EncryptionAlgorithmSpec[] | undefined {
  if (usage !== 'ENCRYPT_DECRYPT') {
    return undefined;
  }
  if (spec === 'SYMMETRIC_DEFAULT') {
    return ['SYMMETRIC_DEFAULT'];
  }
  return spec === 'SM2'
    ? ['SM2PKE']
    : ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'];
}
