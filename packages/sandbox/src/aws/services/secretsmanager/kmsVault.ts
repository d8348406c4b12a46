import { AwsError } from '../../AwsError';
import type { CallContext } from '../../Service';
import { requireKeyAccess } from '../kms/authorization';
import { decrypt, encrypt } from '../kms/cipher';
import { requireUsable } from '../kms/errors';
import type { KeyRecord, KmsState } from '../kms/KmsState';
import type { SecretRecord } from './SecretsState';
import type { SecretVault } from './versions';

/**
 * Values under KMS: the secret's own key, or the account's `aws/secretsmanager`. With an own key the caller
 * must be allowed to use it, and a disabled key makes the value unreadable.
 */
export function kmsVault(kms: KmsState): SecretVault {
  return {
    seal(secret, versionId, value, context) {
      const key = inItsWords('EncryptionFailure', 'encrypt', () =>
        keyFor(kms, secret, ['kms:GenerateDataKey', 'kms:Decrypt'], context),
      );
      const blob = encrypt(key, value, boundTo(secret, versionId));
      return blob.toString('base64');
    },
    open(secret, version, context) {
      const key = inItsWords('DecryptionFailure', 'decrypt', () =>
        keyFor(kms, secret, ['kms:Decrypt'], context),
      );
      return decrypt(
        key,
        Buffer.from(version.ciphertext, 'base64'),
        boundTo(secret, version.id),
      );
    },
  };
}

function keyFor(
  kms: KmsState,
  secret: SecretRecord,
  actions: readonly string[],
  context: CallContext,
): KeyRecord {
  if (
    secret.kmsKeyId === undefined ||
    secret.kmsKeyId.endsWith('alias/aws/secretsmanager')
  ) {
    return kms.managedKey('secretsmanager', context);
  }
  const key = kms.require(secret.kmsKeyId, context);
  requireUsable(key, context.now);
  for (const action of actions) {
    requireKeyAccess(key, action, context, {
      'kms:viaservice': [`secretsmanager.${context.region}.amazonaws.com`],
    });
  }
  return key;
}

function boundTo(secret: SecretRecord, versionId: string) {
  return { SecretARN: secret.arn, SecretVersionId: versionId };
}

/** KMS's errors as Secrets Manager passes them on. */
function inItsWords<T>(code: string, verb: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof AwsError)) {
      throw error;
    }
    throw error.code === 'AccessDeniedException'
      ? new AwsError(error.code, 'Access to KMS is not allowed')
      : new AwsError(
          code,
          `Secrets Manager can't ${verb} the protected secret text using the provided KMS key.`,
        );
  }
}
