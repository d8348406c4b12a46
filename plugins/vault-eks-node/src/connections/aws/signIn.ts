import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import {
  AuthenticationError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { withRetries } from '../retry';
import { untilAborted } from '../untilAborted';
import {
  AwsConnection,
  AwsPatience,
  createAwsClients,
  credentialsOf,
  destroyAwsClients,
} from './AwsConnection';
import { adviceFor, isPassing } from './adviceFor';
import { isCredentialsError } from './awsErrors';
import { partitionOf } from './partition';
import { timeLimit } from '../timeLimit';

/** Where to work; the account of the default credentials when it is left out. */
export interface AwsScope {
  readonly account?: string;
  readonly region: string;
}

/** Outside `aws` Backstage must be told the partition, since it makes the role's ARN and asks STS in its region. */
function hintFor(region: string): string {
  const partition = partitionOf(region);
  return partition === 'aws'
    ? ''
    : ` ${region} is in the partition ${partition}: accounts there need partition: ${partition} and region: ${region}.`;
}

function noCredentials({ account, region }: AwsScope, error: unknown): Error {
  const advice = adviceFor(error, 'sts:GetCallerIdentity');
  if (isPassing(error) && isError(error)) {
    return new ServiceUnavailableError(
      `STS GetCallerIdentity in ${region}: ${error.message}. ${advice}`,
    );
  }
  const reason = isError(error) ? error.message : 'the call failed';
  const said = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  const fix = account
    ? `Give aws.accounts in app-config an entry with accountId '${account}', and check its roleName and externalId against the role's trust policy.`
    : 'Check aws.mainAccount in app-config, or the default credentials of the backend.';
  return new AuthenticationError(
    `There are no AWS credentials for ${
      account ? `account ${account}` : 'the default account'
    }: ${said} ${fix}${hintFor(region)}`,
  );
}

/** Backstage's own clients of STS wait for an answer for ever: neither the account nor the assumed role may keep us. */
function inTime<T>(
  ask: () => Promise<T>,
  { requestTimeoutMs = 30_000 }: AwsPatience = {},
): Promise<T> {
  return withRetries(() => untilAborted(timeLimit(requestTimeoutMs), ask()), {
    signal: timeLimit(4 * requestTimeoutMs),
    attempts: 3,
    retryable: error => isError(error) && error.name === 'TimeoutError',
  });
}

/**
 * Gets the credentials of the account from Backstage's `aws:` configuration, assuming its role where one is named, and
 * asks STS who that is.
 *
 * @throws AuthenticationError when there are none, or they belong to another account; says what to correct
 */
export async function signIn(
  manager: AwsCredentialsManager,
  scope: AwsScope,
  patience?: AwsPatience,
): Promise<AwsConnection> {
  const { account, region } = scope;
  const found = await inTime(
    () =>
      manager.getCredentialProvider(
        account ? { accountId: account } : undefined,
      ),
    patience,
  ).catch(error => Promise.reject(noCredentials(scope, error)));
  const clients = createAwsClients(
    region,
    found.sdkCredentialProvider,
    patience,
  );
  const credentials = credentialsOf(clients);
  try {
    await inTime(() => credentials(), patience).catch(error =>
      Promise.reject(noCredentials(scope, error)),
    );
    const caller = await clients.sts
      .send(new GetCallerIdentityCommand({}))
      .catch(error =>
        Promise.reject(
          isCredentialsError(error) ? noCredentials(scope, error) : error,
        ),
      );
    if (!caller.Account || !caller.Arn) {
      throw new AuthenticationError('STS did not say who the caller is');
    }
    if (account && caller.Account !== account) {
      throw new AuthenticationError(
        `The AWS credentials for account ${account} belong to account ${caller.Account}. Correct aws.accounts in app-config, or the account in the form.`,
      );
    }
    return {
      ...clients,
      account: caller.Account,
      region,
      callerArn: caller.Arn,
      credentials,
    };
  } catch (error) {
    destroyAwsClients(clients);
    throw error;
  }
}
