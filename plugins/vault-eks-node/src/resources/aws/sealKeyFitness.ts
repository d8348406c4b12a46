import type { KeyMetadata } from '@aws-sdk/client-kms';

/** Where the key must be. */
export interface KeyPlace {
  readonly account: string;
  readonly region: string;
}

/** Account and region in the ARN of a key or an alias; empty for an id or the name of an alias. */
export function placeIn(keyId: string): Partial<KeyPlace> {
  const [scheme, , , region, account] = keyId.split(':');
  return scheme === 'arn' ? { region, account } : {};
}

function misplaced(keyId: string, wanted: KeyPlace) {
  const { region, account } = placeIn(keyId);
  if (region && region !== wanted.region) {
    return `it is in ${region}, and the cluster in ${wanted.region}`;
  }
  return account && account !== wanted.account
    ? `it is of account ${account}, and the cluster of ${wanted.account}`
    : undefined;
}

function expiryOf({ Origin, ExpirationModel, ValidTo }: KeyMetadata) {
  if (
    Origin !== 'EXTERNAL' ||
    ExpirationModel === 'KEY_MATERIAL_DOES_NOT_EXPIRE'
  ) {
    return undefined;
  }
  return ValidTo
    ? `expires on ${ValidTo.toISOString().slice(0, 10)}`
    : 'may expire';
}

/**
 * Why Vault's awskms seal cannot live with a key that exists, or `undefined` when it can. A replica of a multi-Region
 * key is fine wherever its primary is. Source: KMS `KeyMetadata` reference, and Vault's `seal/awskms` documentation.
 */
export function unfitForSeal(
  key: KeyMetadata,
  keyId: string,
  place: KeyPlace,
): string | undefined {
  const elsewhere = misplaced(key.Arn ?? keyId, place);
  if (elsewhere) {
    return elsewhere;
  }
  if (key.KeyManager === 'AWS') {
    return 'it is managed by AWS, which lets only AWS services use it';
  }
  const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT' } = key;
  if (KeyUsage !== 'ENCRYPT_DECRYPT') {
    return `it is for ${KeyUsage} (${KeySpec}); Vault needs a symmetric key for ENCRYPT_DECRYPT`;
  }
  if (KeySpec !== 'SYMMETRIC_DEFAULT') {
    return `it is asymmetric (${KeySpec}); Vault needs SYMMETRIC_DEFAULT`;
  }
  if (key.KeyState === 'PendingImport') {
    return 'it is PendingImport: its material was never imported, or has expired';
  }
  if (key.KeyState === 'PendingDeletion') {
    const end = key.DeletionDate?.toISOString().slice(0, 10);
    return `it is PendingDeletion${
      end ? ` and ends on ${end}` : ''
    }; Vault needs it Enabled`;
  }
  if (key.KeyState !== 'Enabled') {
    return `it is ${key.KeyState}; Vault needs it Enabled`;
  }
  const expiry = expiryOf(key);
  return expiry
    ? `its imported material ${expiry}, and Vault could not be unsealed after that`
    : undefined;
}
