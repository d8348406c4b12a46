import {
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

const EVERY_MS = 50;

/**
 * Every value that the account gives back now: each version of each secret, with a staging label or without, of those
 * awaiting deletion too.
 */
export async function readAllSecrets(): Promise<string[]> {
  const client = new SecretsManagerClient({});
  const { SecretList = [] } = await client.send(
    new ListSecretsCommand({ IncludePlannedDeletion: true }),
  );
  const values = await Promise.all(
    SecretList.map(({ ARN }) => versionsOf(client, ARN)),
  );
  return values.flat();
}

/** Reads them again and again until it is stopped, and then tells every value there ever was. */
export function watchAllSecrets(): { stop(): Promise<string[]> } {
  const seen = new Set<string>();
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      (await readAllSecrets()).forEach(value => seen.add(value));
      await new Promise(resolve => setTimeout(resolve, EVERY_MS));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      return [...seen];
    },
  };
}

async function versionsOf(
  client: SecretsManagerClient,
  SecretId: string | undefined,
): Promise<string[]> {
  try {
    const { Versions = [] } = await client.send(
      new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }),
    );
    return await Promise.all(
      Versions.map(async ({ VersionId }) => {
        const { SecretString = '' } = await client.send(
          new GetSecretValueCommand({ SecretId, VersionId }),
        );
        return SecretString;
      }),
    );
  } catch (error) {
    // It was deleted since it was listed.
    if (error instanceof ResourceNotFoundException) {
      return [];
    }
    throw error;
  }
}
