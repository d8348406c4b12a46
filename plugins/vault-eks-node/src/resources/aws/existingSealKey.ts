import {
  DescribeKeyCommand,
  KeyMetadata,
  KMSClient,
} from '@aws-sdk/client-kms';
import { ConflictError } from '@backstage/errors';
import { unlessAbsent } from '../../connections/aws';
import type { Change, ManagedResource } from '../../engine/ManagedResource';
import type { SealKeyOutput } from './sealKey';

/** Which key is to be used. */
export interface ExistingSealKeyOptions {
  readonly client: KMSClient;
  /** Id, ARN or alias, as the spec names it. */
  readonly keyId: string;
  readonly region: string;
}

/** What is known of the named key; nothing when there is none. */
export interface ObservedExistingKey {
  readonly key?: KeyMetadata;
}

function unfit(key: KeyMetadata | undefined, region: string) {
  if (!key?.Arn) {
    return `there is no such key in ${region}`;
  }
  if (key.KeySpec !== 'SYMMETRIC_DEFAULT') {
    return `it is ${key.KeySpec}; Vault needs a symmetric key`;
  }
  if (key.KeyUsage !== 'ENCRYPT_DECRYPT') {
    return `it is for ${key.KeyUsage}; Vault needs ENCRYPT_DECRYPT`;
  }
  if (key.KeyState !== 'Enabled') {
    return `it is ${key.KeyState}; Vault needs it Enabled`;
  }
  if (
    key.Origin === 'EXTERNAL' &&
    key.ExpirationModel !== 'KEY_MATERIAL_DOES_NOT_EXPIRE'
  ) {
    return 'its imported material expires, and Vault could not be unsealed after that';
  }
  if (key.KeyManager === 'AWS') {
    return 'it is managed by AWS, which lets only AWS services use it';
  }
  return undefined;
}

/** A KMS key of others that unseals Vault; it is judged, and never changed. */
export function existingSealKey(
  options: ExistingSealKeyOptions,
): ManagedResource<ObservedExistingKey, SealKeyOutput> {
  const { client, keyId, region } = options;
  const untouchable = async () => {
    throw new ConflictError(`The key ${keyId} is not ours to change`);
  };
  return {
    title: `KMS key ${keyId}`,
    async observe({ signal }) {
      const [, , , arnRegion] = keyId.startsWith('arn:')
        ? keyId.split(':')
        : [];
      if (arnRegion && arnRegion !== region) {
        return {};
      }
      const answer = await unlessAbsent(
        client.send(new DescribeKeyCommand({ KeyId: keyId }), {
          abortSignal: signal,
        }),
        'NotFoundException',
      );
      return { key: answer?.KeyMetadata };
    },
    diff({ key }): readonly Change[] {
      const reason = unfit(key, region);
      return reason
        ? [
            {
              field: 'seal.keyId',
              from: keyId,
              refusal: `${reason}. Name a fitting key in seal.keyId, or choose seal.key: create.`,
            },
          ]
        : [];
    },
    create: untouchable,
    update: untouchable,
    delete: untouchable,
    output: ({ key }) => ({ arn: key?.Arn ?? keyId }),
    adopted: () => true,
  };
}
