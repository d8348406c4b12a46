import { AwsError } from '../../AwsError';
import type { KeyRecord } from './KmsState';

/** KMS's error for a key or alias that does not exist. */
export function keyNotFound(reference: string, region: string): AwsError {
  const kind = reference.includes('alias/') ? 'Alias' : 'Key';
  const name = reference.startsWith('arn:')
    ? reference
    : `arn:aws:kms:${region}:${kind.toLowerCase()}/${reference}`;
  return new AwsError(
    'NotFoundException',
    kind === 'Alias'
      ? `Alias ${name} is not found.`
      : `Key '${name}' does not exist`,
  );
}

/** Throws unless the key can be used in cryptographic operations. */
export function requireUsable(key: KeyRecord): void {
  requireNotPendingDeletion(key);
  if (!key.isEnabled) {
    throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  }
}

/** Throws when the key waits for its deletion. */
export function requireNotPendingDeletion(key: KeyRecord): void {
  if (key.deletionDate !== undefined) {
    throw new AwsError(
      'KMSInvalidStateException',
      `${key.arn} is pending deletion.`,
    );
  }
}
