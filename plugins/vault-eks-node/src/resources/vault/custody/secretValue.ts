import { createHash } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConflictError } from '@backstage/errors';
import { isAwsError, unlessAbsent } from '../../../connections/aws';
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

/** The label of the version that is read. */
const CURRENT = 'AWSCURRENT';

/** Each was taken when somebody moved the label back to the same version; that is done by hand, and seldom. */
const MOST_SUCCESSORS = 10;

/**
 * Whether a token is in use by a version that once took the place of the one that was read, and that somebody has moved the
 * label away from since: then nobody is overtaken, and the place is free again.
 */
async function wasMovedBack(
  client: SecretsManagerClient,
  secret: { readonly name: string; readonly version: string },
  token: string,
  call: CallOptions,
): Promise<boolean> {
  const { name, version } = secret;
  const [now, taken] = await Promise.all([
    readSecretValue(client, name, call),
    // A version that was written this moment and cannot be seen yet is none that was left.
    unlessAbsent(
      client.send(
        new GetSecretValueCommand({ SecretId: name, VersionId: token }),
        { abortSignal: call.signal },
      ),
      'ResourceNotFoundException',
    ),
  ]);
  return (
    now.version === version &&
    taken !== undefined &&
    !taken.VersionStages?.includes(CURRENT)
  );
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
  call: CallOptions,
): Promise<void> {
  const { name, text, replaces } = secret;
  const version = replaces?.version ?? '';
  let token = successorOf(name, version);
  for (let tries = 1; ; tries++) {
    try {
      await client.send(
        new PutSecretValueCommand({
          SecretId: name,
          SecretString: text,
          ClientRequestToken: token,
        }),
        { abortSignal: call.signal },
      );
      return;
    } catch (error) {
      if (!isAwsError(error, 'ResourceExistsException')) {
        throw error;
      }
      const free =
        tries < MOST_SUCCESSORS &&
        (await wasMovedBack(client, { name, version }, token, call));
      if (!free) {
        throw new OvertakenError(name);
      }
      // The same for every run, so that of two again one wins.
      token = successorOf(name, `${version}\0${token}`);
    }
  }
}
