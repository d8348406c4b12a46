import { AwsError } from '../../AwsError';
import { stateOf } from './answers';
import type { KeyRecord } from './KmsState';

/** KMS's answer to a reference that leads nowhere. */
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
export function requireUsable(key: KeyRecord, now: Date): void {
  requireNotPendingDeletion(key);
  if (!key.isEnabled) {
    throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  }
  if (stateOf(key, now) === 'PendingImport') {
    throw new AwsError(
      'KMSInvalidStateException',
      `${key.arn} is pending import.`,
    );
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

/** KMS's ValidationException for a number out of its bounds. */
export function requireWithin(
  member: string,
  value: number,
  bounds: { readonly least: number; readonly most: number },
): void {
  const broken =
    (value < bounds.least && `greater than or equal to ${bounds.least}`) ||
    (value > bounds.most && `less than or equal to ${bounds.most}`);
  if (broken) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${broken}`,
    );
  }
}
