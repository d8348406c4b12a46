import { createHash } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConflictError } from '@backstage/errors';
import { isAwsError } from '../../../connections/aws';
import type { CallOptions } from '../../../connections/kubernetes';

/** A value of a secret and which version of it that is. */
export interface SecretValue {
  readonly text: string;
  readonly version: string;
}

/** Somebody else has written a secret since it was read. */
export class OvertakenError extends ConflictError {
  /** @param name - the secret's */
  constructor(name: string) {
    super(
      `Secret ${name} was written by another run at this very moment; wait until that run has ended and run again`,
    );
  }
}

/** What the secret holds now. */
export async function readSecretValue(
  client: SecretsManagerClient,
  name: string,
  { signal }: CallOptions,
): Promise<SecretValue> {
  const answer = await client.send(
    new GetSecretValueCommand({ SecretId: name }),
    { abortSignal: signal },
  );
  return { text: answer.SecretString ?? '', version: answer.VersionId ?? '' };
}

/**
 * The one request token with which a version may be replaced. Secrets Manager takes a token once, and the same again
 * only with the same value (`PutSecretValue` reference): so of two runs that read the same version one wins.
 */
function successorOf(name: string, version: string): string {
  return createHash('sha256').update(`${name}\0${version}`).digest('hex');
}

/**
 * Writes a value in the place of the one that was read.
 *
 * @throws OvertakenError when another value has taken that place meanwhile
 */
export async function replaceSecretValue(
  client: SecretsManagerClient,
  secret: {
    readonly name: string;
    readonly text: string;
    /** The value that was read; `undefined` when the secret had none. */
    readonly replaces: SecretValue | undefined;
  },
  { signal }: CallOptions,
): Promise<void> {
  const { name, text, replaces } = secret;
  try {
    await client.send(
      new PutSecretValueCommand({
        SecretId: name,
        SecretString: text,
        ClientRequestToken: successorOf(name, replaces?.version ?? ''),
      }),
      { abortSignal: signal },
    );
  } catch (error) {
    if (isAwsError(error, 'ResourceExistsException')) {
      throw new OvertakenError(name);
    }
    throw error;
  }
}
