import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Custody, CustodyRecord, custodyRecord } from './Custody';

function parse(name: string, text: string | undefined): CustodyRecord {
  if (!text) {
    return { state: 'empty' };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const record = custodyRecord.safeParse(json);
  if (!record.success) {
    // Its text is not quoted: whatever it is, it is a secret.
    throw new ConflictError(
      `Secret ${name} holds something that this product did not write; name another one in \`custody.secretName\``,
    );
  }
  return record.data;
}

/** Custody in AWS Secrets Manager. Without `create` rights: the secret itself is a resource of the AWS phase. */
export function createSecretsManagerCustody(options: {
  readonly client: SecretsManagerClient;
  readonly name: string;
}): Custody {
  const { client, name } = options;
  return {
    name,
    async read({ signal }) {
      try {
        const answer = await client.send(
          new GetSecretValueCommand({ SecretId: name }),
          { abortSignal: signal },
        );
        return parse(name, answer.SecretString);
      } catch (error) {
        // A secret without any version answers like one that does not exist.
        if (
          error instanceof ResourceNotFoundException &&
          /value|version|staging label/i.test(error.message)
        ) {
          return { state: 'empty' };
        }
        if (error instanceof ResourceNotFoundException) {
          throw new NotFoundError(`There is no secret ${name}`);
        }
        throw error;
      }
    },
    async write(record, { signal }) {
      await client.send(
        new PutSecretValueCommand({
          SecretId: name,
          SecretString: JSON.stringify(record),
        }),
        { abortSignal: signal },
      );
    },
  };
}
