import type { KeyMetadata, KeyState } from '@aws-sdk/client-kms';
import { AwsError } from '../../AwsError';
import { pageOf } from '../../paging';
import type { KeyRecord } from './KmsState';

/** A page by KMS's member names. */
export function kmsPage<T>(
  items: readonly T[],
  input: { readonly Marker?: string; readonly Limit?: number },
) {
  const page = pageOf(items, {
    token: input.Marker,
    limit: input.Limit,
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
export function metadata(key: KeyRecord): KeyMetadata {
  const isPending = key.deletionDate !== undefined;
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: key.isEnabled && !isPending,
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: stateOf(key),
    DeletionDate: key.deletionDate ? new Date(key.deletionDate) : undefined,
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}

function stateOf(key: KeyRecord): KeyState {
  if (key.deletionDate !== undefined) {
    return 'PendingDeletion';
  }
  return key.isEnabled ? 'Enabled' : 'Disabled';
}
