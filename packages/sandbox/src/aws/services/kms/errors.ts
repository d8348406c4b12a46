import { AwsError } from '../../AwsError';
import type { KeyRecord } from './KmsState';

/** KMS's error for a key or alias that does not exist. */
export function keyNotFound(
  reference: string,
  { region, account }: { readonly region: string; readonly account: string },
): AwsError {
  const isAlias = reference.includes('alias/');
  const path = isAlias ? reference : `key/${reference}`;
  const arn = reference.startsWith('arn:')
    ? reference
    : `arn:aws:kms:${region}:${account}:${path}`;
  return new AwsError(
    'NotFoundException',
    isAlias ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`,
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
