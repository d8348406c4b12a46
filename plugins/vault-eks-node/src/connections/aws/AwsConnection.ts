import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { explainFailures } from './explainFailures';
import { limitedHandler } from './limitedHandler';
import { tryAgainOnConflict } from './tryAgainOnConflict';

/** Clients of one account in one region, shared by everything that works there. */
export interface AwsClients {
  readonly dynamodb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly eks: EKSClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly secretsManager: SecretsManagerClient;
  readonly sts: STSClient;
}

/** A place to work in: who, where, and with which clients. */
export interface AwsConnection extends AwsClients {
  readonly account: string;
  readonly region: string;
  /** ARN of the caller, as STS tells it. */
  readonly callerArn: string;
  readonly credentials: AwsCredentialIdentityProvider;
}

/** Requests to one service of one account and region that are under way at once. */
export const REQUESTS_AT_ONCE = 16;

/** How patient the clients are; both are given in tests only. */
export interface AwsPatience {
  /** Tries of a call, the first one included. Default: 6. */
  readonly maxAttempts?: number;
  /** Milliseconds until an answer must have begun. Default: 30 seconds. */
  readonly requestTimeoutMs?: number;
}

const clientConfig = (
  region: string,
  credentials: AwsCredentialIdentityProvider,
  { maxAttempts = 6, requestTimeoutMs = 30_000 }: AwsPatience,
) => ({
  region,
  credentials,
  customUserAgent: 'vault-eks-backstage',
  // Backs off with jitter, and slows all calls of the client down while the service throttles.
  retryMode: 'adaptive',
  maxAttempts,
  requestHandler: limitedHandler(
    new NodeHttpHandler({
      connectionTimeout: 5_000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: REQUESTS_AT_ONCE, keepAlive: true },
      httpsAgent: { maxSockets: REQUESTS_AT_ONCE, keepAlive: true },
    }),
    REQUESTS_AT_ONCE,
  ),
});

/**
 * Makes the clients. Endpoints are the SDK's own business (`AWS_ENDPOINT_URL`, profile), so that the same code serves
 * AWS, a proxy or a test bench. The credentials are asked for once for all of them, and again before they expire.
 */
export function createAwsClients(
  region: string,
  credentials: AwsCredentialIdentityProvider,
  patience: AwsPatience = {},
): AwsClients {
  const sts = new STSClient(clientConfig(region, credentials, patience));
  const config = () => clientConfig(region, credentialsOf({ sts }), patience);
  const clients = {
    sts,
    dynamodb: new DynamoDBClient(config()),
    ec2: new EC2Client(config()),
    eks: new EKSClient(config()),
    iam: new IAMClient(config()),
    kms: new KMSClient(config()),
    secretsManager: new SecretsManagerClient(config()),
  };
  clients.dynamodb.middlewareStack.use(explainFailures(region));
  clients.ec2.middlewareStack.use(explainFailures(region));
  clients.eks.middlewareStack.use(explainFailures(region));
  clients.iam.middlewareStack.use(explainFailures(region));
  clients.kms.middlewareStack.use(explainFailures(region));
  clients.secretsManager.middlewareStack.use(explainFailures(region));
  clients.sts.middlewareStack.use(explainFailures(region));
  clients.iam.middlewareStack.use(tryAgainOnConflict());
  return clients;
}

/** The credentials that the clients share; a client remembers them until they are about to expire. */
export function credentialsOf({
  sts,
}: Pick<AwsClients, 'sts'>): AwsCredentialIdentityProvider {
  return sts.config.credentials;
}

/** Ends the sockets of all clients. */
export function destroyAwsClients(clients: AwsClients): void {
  const { dynamodb, ec2, eks, iam, kms, secretsManager, sts } = clients;
  for (const client of [dynamodb, ec2, eks, iam, kms, secretsManager, sts]) {
    client.destroy();
  }
}
