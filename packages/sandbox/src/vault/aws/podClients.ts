import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { fromTokenFile } from '@aws-sdk/credential-providers';
import type { ServerConfig } from '../config/ServerConfig';

const TIMEOUT_MS = 10_000;
const MAX_ATTEMPTS = 4;

/** The pod's AWS clients, with its web identity (IRSA) as the only credentials. */
export function podClients(options: {
  readonly config: ServerConfig;
  readonly env: Readonly<Record<string, string>>;
  readonly endpoint: string;
  readonly resolveFile: (path: string) => string;
}) {
  const { config, env, endpoint, resolveFile } = options;
  const shared = (region: string) => ({
    region,
    endpoint,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      requestTimeout: TIMEOUT_MS,
      connectionTimeout: TIMEOUT_MS,
    },
  });
  const credentials = podIdentity(env, resolveFile, shared(config.seal.region));
  return {
    dynamodb: new DynamoDBClient({
      ...shared(config.storage.region),
      credentials,
    }),
    kms: new KMSClient({ ...shared(config.seal.region), credentials }),
  };
}

function podIdentity(
  env: Readonly<Record<string, string>>,
  resolveFile: (path: string) => string,
  clientConfig: { readonly region: string; readonly endpoint: string },
) {
  const roleArn = env.AWS_ROLE_ARN;
  const tokenFile = env.AWS_WEB_IDENTITY_TOKEN_FILE;
  if (!roleArn || !tokenFile) {
    return async () => {
      throw new Error(
        'NoCredentialProviders: no valid providers in chain. Deprecated.\n\tFor verbose messaging see aws.Config.CredentialsChainVerboseErrors',
      );
    };
  }
  return fromTokenFile({
    roleArn,
    webIdentityTokenFile: resolveFile(tokenFile),
    roleSessionName: String(Date.now()),
    clientConfig,
  });
}
