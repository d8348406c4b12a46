import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod/v3';
import { isDenied } from '../../connections/aws';
import { parseJson } from '../../connections/parseJson';

/** The value before Vault is initialised. */
export const EMPTY_CUSTODY = '{"state":"empty"}';

/** All that leaves this file of a value: whether there is one, and whose. `unknown` when it may not be read. */
export type CustodyValue = 'none' | 'ours' | 'other' | 'unknown';

const record = z.object({
  state: z.enum(['empty', 'initialising', 'initialised']),
});

/** Judges the value of a secret. */
export async function custodyValueOf(
  client: SecretsManagerClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<CustodyValue> {
  try {
    const { SecretString = '' } = await client.send(
      new GetSecretValueCommand({ SecretId: name }),
      { abortSignal },
    );
    return record.safeParse(parseJson(SecretString)).success ? 'ours' : 'other';
  } catch (error) {
    if (isDenied(error)) {
      return 'unknown';
    }
    // A secret without any version answers like one that does not exist.
    if (
      error instanceof ResourceNotFoundException &&
      /staging label|version/i.test(error.message)
    ) {
      return 'none';
    }
    throw error;
  }
}

/** Writes the placeholder, which proves that the secret takes a value; one that has a value by now keeps it. */
export async function writePlaceholder(
  client: SecretsManagerClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<void> {
  if ((await custodyValueOf(client, name, abortSignal)) === 'none') {
    await client.send(
      new PutSecretValueCommand({
        SecretId: name,
        SecretString: EMPTY_CUSTODY,
      }),
      { abortSignal },
    );
  }
}
