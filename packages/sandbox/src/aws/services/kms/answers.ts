import type { KeyMetadata, KeyState } from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import { pageOf } from '../../paging';
import { encryptionAlgorithms } from './keySpecs';
import type { KeyRecord } from './KmsState';

/** A page by KMS's member names. */
export function kmsPage<T>(
  items: readonly T[],
  input: { readonly Marker?: string; readonly Limit?: number },
  defaultLimit: number,
) {
  const page = pageOf(items, {
    token: input.Marker,
    limit: input.Limit ?? defaultLimit,
    invalidToken: new AwsError(
      'InvalidMarkerException',
      'Could not deserialize marker',
    ),
  });
  return {
    items: page.items,
    Truncated: page.nextToken !== undefined,
    NextMarker: page.nextToken,
  };
}

/** A key as DescribeKey shows it. */
export function metadata(key: KeyRecord, now: Date): KeyMetadata {
  const state = stateOf(key, now);
  const expiresAt = key.materialExpiresAt;
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: state,
    DeletionDate: key.deletionDate ? new Date(key.deletionDate) : undefined,
    Origin: key.origin,
    ...(key.origin === 'EXTERNAL' &&
      state !== 'PendingImport' && {
        ExpirationModel:
          expiresAt === undefined
            ? ('KEY_MATERIAL_DOES_NOT_EXPIRE' as const)
            : ('KEY_MATERIAL_EXPIRES' as const),
        ValidTo: expiresAt === undefined ? undefined : new Date(expiresAt),
      }),
    KeyManager: key.manager,
    CustomerMasterKeySpec:
      key.spec === 'SYMMETRIC_DEFAULT' ? 'SYMMETRIC_DEFAULT' : undefined,
    KeySpec: key.spec,
    EncryptionAlgorithms: encryptionAlgorithms(key.spec, key.usage),
    MultiRegion: false,
  };
}

/** The key's state; imported material that has ended, or never came, leaves it PendingImport. */
export function stateOf(key: KeyRecord, now: Date): KeyState {
  if (key.deletionDate !== undefined) {
    return 'PendingDeletion';
  }
  if (
    key.material === undefined ||
    (key.materialExpiresAt ?? Infinity) <= now.getTime()
  ) {
    return 'PendingImport';
  }
  return key.isEnabled ? 'Enabled' : 'Disabled';
}
