import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import {
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { mockClient } from 'aws-sdk-client-mock';
import { DefaultAwsLookups } from '../DefaultAwsLookups';

/** Whose the default credentials are. */
export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';

/** What AWS says to who may not; it names more than a stranger should know. */
export function denied(right: string): Error {
  return Object.assign(
    new Error(
      `User: arn:aws:iam::${ACCOUNT}:role/portal-secret-name is not authorized to perform: ${right} on resource: *`,
    ),
    { name: 'AccessDeniedException' },
  );
}

/** The services of some accounts, each known by its access key, and the look-ups on them. */
export function fakeAccounts() {
  const services = {
    dynamodb: mockClient(DynamoDBClient),
    ec2: mockClient(EC2Client),
    eks: mockClient(EKSClient),
    iam: mockClient(IAMClient),
    kms: mockClient(KMSClient),
    sts: mockClient(STSClient),
  };
  const logged: string[] = [];
  let open: DefaultAwsLookups[] = [];
  return {
    ...services,
    logged,
    reset() {
      Object.values(services).forEach(service => service.reset());
      services.sts
        .on(GetCallerIdentityCommand)
        .callsFake(async (_, getClient) => {
          const { accessKeyId } = await getClient().config.credentials();
          return {
            Account: accessKeyId,
            Arn: `arn:aws:iam::${accessKeyId}:role/portal`,
          };
        });
      services.iam
        .on(ListOpenIDConnectProvidersCommand)
        .resolves({ OpenIDConnectProviderList: [] });
      logged.length = 0;
    },
    create(
      config: {
        readonly vaultEks?: JsonObject;
        readonly aws?: JsonObject;
      } = {},
      placeTimeoutMs = 5_000,
    ): DefaultAwsLookups {
      const lookups = DefaultAwsLookups.create({
        config: new ConfigReader(config),
        credentials: {
          getCredentialProvider: async options => ({
            sdkCredentialProvider: async () => ({
              accessKeyId: options?.accountId ?? ACCOUNT,
              secretAccessKey: 'not-a-real-secret',
            }),
          }),
        },
        logger: { warn: line => logged.push(line) },
        patience: { maxAttempts: 1 },
        placeTimeoutMs,
      });
      open.push(lookups);
      return lookups;
    },
    async restore() {
      await Promise.all(open.map(lookups => lookups.close()));
      open = [];
      Object.values(services).forEach(service => service.restore());
    },
  };
}
