import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { loginAnswer } from '../../../connections/vault';
import { signIdentity } from '../auth/aws/signIdentity';
import { ADMIN_ROLE, AWS_AUTH_PATH } from '../auth/roles';
import type { AdminPath } from './AdminPath';

/** By the AWS identity of this very process, for when it is one of the principals. */
export function awsAdminPath(options: {
  readonly callerArn: string;
  readonly region: string;
  readonly serverId: string;
  readonly credentials: AwsCredentialIdentityProvider;
}): AdminPath {
  const { callerArn, ...identity } = options;
  return {
    title: `IAM principal ${callerArn}`,
    async login(client, { signal }) {
      const { sessionToken } = await identity.credentials();
      const { auth } = await client.call(
        {
          method: 'POST',
          path: `auth/${AWS_AUTH_PATH}/login`,
          body: { role: ADMIN_ROLE, ...(await signIdentity(identity)) },
          // STS quotes all signed headers when it refuses a signature, and Vault quotes STS.
          secrets: [sessionToken],
          signal,
        },
        loginAnswer,
      );
      return auth.client_token;
    },
  };
}
