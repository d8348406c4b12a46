import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConflictError } from '@backstage/errors';
import { unlessAbsent } from '../../../connections/aws';
import { ownerIn, Ownership, ownershipTags } from '../../aws/ownership';
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
    async read({ signal }) {
      const answer = await unlessAbsent(
        client.send(new GetSecretValueCommand({ SecretId: name }), {
          abortSignal: signal,
        }),
        'ResourceNotFoundException',
        // What Secrets Manager says while a deletion is under way.
        'InvalidRequestException',
      );
      return answer?.SecretString;
    },
    async write(value, { signal }) {
      const abort = { abortSignal: signal };
      if (await exists(signal)) {
        await client.send(
          new PutSecretValueCommand({ SecretId: name, SecretString: value }),
          abort,
        );
        return;
      }
      await client.send(
        new CreateSecretCommand({
          Name: name,
          Description: description,
          SecretString: value,
          KmsKeyId: kmsKeyId,
          Tags: ownershipTags(ownership),
        }),
        abort,
      );
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
