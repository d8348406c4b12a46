import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { NotFoundError } from '@backstage/errors';
import type { World } from './connectWorld';

/** Makes a customer key and answers its ARN. */
export async function makeKey({ aws }: World): Promise<string> {
  const { KeyMetadata } = await aws.kms.send(
    new CreateKeyCommand({ KeyUsage: 'ENCRYPT_DECRYPT' }),
  );
  if (!KeyMetadata?.Arn) {
    throw new NotFoundError('KMS CreateKey answered without an ARN');
  }
  return KeyMetadata.Arn;
}
