import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { fromTokenFile } from '@aws-sdk/credential-providers';
import type { ServerConfig } from '../config/ServerConfig';
import { wayTo } from './wayTo';

const MAX_ATTEMPTS = 4;

/** The pod's AWS clients, with its web identity (IRSA) as the only credentials. */
export function podClients(options: {
  readonly config: ServerConfig;
  readonly env: Readonly<Record<string, string>>;
  readonly endpoint: string;
  readonly resolveFile: (path: string) => string;
}) {
  const { config, env, endpoint, resolveFile } = options;
  const { storage, seal } = config;
  const client = (region: string, named?: string) => ({
    region,
    maxAttempts: MAX_ATTEMPTS,
    ...wayTo(endpoint, named),
  });
  const identity = (region: string, sts?: string) =>
    podIdentity(env, resolveFile, client(region, sts));
  return {
    // The storage uses the AWS SDK for Go v1, which knows no address of STS but its own; the seal uses v2.
    dynamodb: new DynamoDBClient({
      ...client(storage.region, storage.endpoint),
      credentials: identity(storage.region),
    }),
    kms: new KMSClient({
      ...client(seal.region, seal.endpoint),
      credentials: identity(seal.region, env.AWS_ENDPOINT_URL_STS),
    }),
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
