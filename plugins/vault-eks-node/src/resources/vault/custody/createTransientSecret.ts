import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { unlessAbsent } from '../../../connections/aws';
import { ownershipTags } from '../../aws/ownership';
import type { TransientSecret } from './TransientSecret';

/** A short-lived secret in AWS Secrets Manager, made when it is first written. */
export function createTransientSecret(options: {
  readonly client: SecretsManagerClient;
  readonly name: string;
  readonly description: string;
  /** Value of the ownership tag. */
  readonly owner: string;
  /** Customer key of the secret; the key that AWS manages when left out. */
  readonly kmsKeyId?: string;
}): TransientSecret {
  const { client, name, description, owner, kmsKeyId } = options;
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
      const put = await unlessAbsent(
        client.send(
          new PutSecretValueCommand({ SecretId: name, SecretString: value }),
          { abortSignal: signal },
        ),
        'ResourceNotFoundException',
      );
      if (!put) {
        await client.send(
          new CreateSecretCommand({
            Name: name,
            Description: description,
            SecretString: value,
            KmsKeyId: kmsKeyId,
            Tags: ownershipTags(owner),
          }),
          { abortSignal: signal },
        );
      }
    },
    async destroy({ signal }) {
      await unlessAbsent(
        client.send(
          new DeleteSecretCommand({
            SecretId: name,
            ForceDeleteWithoutRecovery: true,
          }),
          { abortSignal: signal },
        ),
        'ResourceNotFoundException',
      );
    },
  };
}
