import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConflictError } from '@backstage/errors';
import { isAwsError, unlessAbsent } from '../../../connections/aws';
import { ownerIn, Ownership, ownershipTags } from '../../aws/ownership';
import {
  OvertakenError,
  readSecretValue,
  replaceSecretValue,
} from './secretValue';
import type { TransientSecret } from './TransientSecret';

/** A short-lived secret in AWS Secrets Manager, made when it is first written. */
export function createTransientSecret(options: {
  readonly client: SecretsManagerClient;
  readonly name: string;
  readonly description: string;
  readonly ownership: Ownership;
  /** Customer key of the secret; the key that AWS manages when left out. */
  readonly kmsKeyId?: string;
}): TransientSecret {
  const { client, name, description, ownership, kmsKeyId } = options;
  const { owner } = ownership;

  /** @throws ConflictError when it is not ours: neither overwritten nor deleted for good */
  const exists = async (signal: AbortSignal) => {
    const found = await unlessAbsent(
      client.send(new DescribeSecretCommand({ SecretId: name }), {
        abortSignal: signal,
      }),
      'ResourceNotFoundException',
    );
    if (found && ownerIn(found.Tags) !== owner) {
      throw new ConflictError(
        `Secret ${name} exists and is not ours; look at it, delete it and run again`,
      );
    }
    return found !== undefined;
  };

  return {
    read: call =>
      unlessAbsent(
        readSecretValue(client, name, call),
        'ResourceNotFoundException',
        // What Secrets Manager says while a deletion is under way.
        'InvalidRequestException',
      ),
    async write(text, replaces, call) {
      if (await exists(call.signal)) {
        await replaceSecretValue(client, { name, text, replaces }, call);
        return;
      }
      try {
        await client.send(
          new CreateSecretCommand({
            Name: name,
            Description: description,
            SecretString: text,
            KmsKeyId: kmsKeyId,
            Tags: ownershipTags(ownership),
          }),
          { abortSignal: call.signal },
        );
      } catch (error) {
        if (isAwsError(error, 'ResourceExistsException')) {
          throw new OvertakenError(name);
        }
        throw error;
      }
    },
    async destroy({ signal }) {
      if (await exists(signal)) {
        await client.send(
          new DeleteSecretCommand({
            SecretId: name,
            ForceDeleteWithoutRecovery: true,
          }),
          { abortSignal: signal },
        );
      }
    },
  };
}
