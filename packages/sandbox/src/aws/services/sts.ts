import * as sdk from '@aws-sdk/client-sts';
import { AwsError } from '../AwsError';
import { queryAuthErrors } from '../auth/AuthErrors';
import type { Credentials } from '../auth/Credentials';
import type { ClusterIdentity } from '../../world';
import { defineService, type CallContext, type Service } from '../Service';
import { awsQuery } from '../wire/awsQuery';
import { originOf } from '../passage/originOf';
import type { IamState } from './iam/IamState';
import { requireWayToSts } from './stsAuthorize';
import { sessionPoliciesOf, startSession } from './roleSession';
import { requireMayAssume, trusts } from './roleTrust';
import { verifyWebIdentity } from './webIdentity';

/** STS: who am I, and how to become a role. */
export function stsService(options: {
  readonly iam: IamState;
  readonly credentials: Credentials;
  readonly clusters: readonly ClusterIdentity[];
}): Service {
  const { iam, credentials, clusters } = options;
  const roleByArn = (arn: string | undefined, context: CallContext) =>
    iam.roles.find(
      role => role.arn === arn && context.sees('iam', role.createdAt),
    );

  return defineService(sdk, {
    name: 'sts',
    protocol: awsQuery('https://sts.amazonaws.com/doc/2011-06-15/'),
    authErrors: queryAuthErrors,
    authorize: requireWayToSts,
    operations: {
      GetCallerIdentity: (_input, { caller }) => ({
        Account: caller.account,
        Arn: caller.arn,
        UserId: caller.userId,
      }),

      AssumeRole: (input, context) => {
        const role = roleByArn(input.RoleArn, context);
        requireMayAssume(role, input, context);
        return startSession({
          credentials,
          role,
          input,
          policies: sessionPoliciesOf(iam, input),
          context,
        });
      },

      AssumeRoleWithWebIdentity: async (input, context) => {
        const identity = await verifyWebIdentity({
          token: input.WebIdentityToken ?? '',
          providers: iam.providers.filter(provider =>
            context.sees('iam', provider.createdAt),
          ),
          clusters,
          now: context.now,
        });
        const role = roleByArn(input.RoleArn, context);
        if (!role || !trusts(role, identity)) {
          throw new AwsError(
            'AccessDenied',
            'Not authorized to perform sts:AssumeRoleWithWebIdentity',
            403,
          );
        }
        return {
          ...startSession({
            credentials,
            role,
            input,
            policies: sessionPoliciesOf(iam, input),
            context,
            origin: originOf(input.WebIdentityToken ?? '', clusters),
          }),
          SubjectFromWebIdentityToken: identity.subject,
          Audience: identity.audience,
          Provider: identity.providerArn,
        };
      },
    },
  });
}
