import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { isAwsError, isDenied } from '../../connections/aws';
import type { Change } from '../../engine/ManagedResource';

/** A field of the spec that names a KMS key for something else than the seal. */
export interface KeyUse {
  readonly field: 'storage.encryptionKey' | 'custody.kmsKeyId';
  /** Id, ARN or alias. */
  readonly key: string;
}

/** The ARN behind what names a key; `undefined` when there is none, or KMS does not tell. */
async function arnOf(client: KMSClient, key: string, abortSignal: AbortSignal) {
  if (/^arn:[^/]*:key\//.test(key)) {
    return key;
  }
  try {
    const { KeyMetadata } = await client.send(
      new DescribeKeyCommand({ KeyId: key }),
      { abortSignal },
    );
    return KeyMetadata?.Arn;
  } catch (error) {
    if (isDenied(error) || isAwsError(error, 'NotFoundException')) {
      return undefined;
    }
    throw error;
  }
}

/** The fields that name the very key of the seal, by whichever of its names. */
export async function alsoNamedBy(
  client: KMSClient,
  sealArn: string,
  uses: readonly KeyUse[],
  signal: AbortSignal,
): Promise<readonly KeyUse['field'][]> {
  const arns = await Promise.all(
    uses.map(({ key }) => arnOf(client, key, signal)),
  );
  return uses.filter((_, i) => arns[i] === sealArn).map(({ field }) => field);
}

/** Refuses a seal key that serves something else too: losing or locking it would then take more than the seal with it. */
export function refuseOtherUses(
  fields: readonly KeyUse['field'][],
): readonly Change[] {
  return fields.map(field => ({
    field,
    from: 'the seal key',
    refusal: `${field} names the seal key, which must serve nothing but the seal. Name another key there.`,
  }));
}
