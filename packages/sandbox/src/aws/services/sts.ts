import * as sdk from '@aws-sdk/client-sts';
import { AwsError } from '../AwsError';
import { queryAuthErrors } from '../auth/AuthErrors';
import { denialOf } from '../auth/authorize';
import type { Credentials, KnownKey } from '../auth/Credentials';
import type { ClusterIdentity } from '../../world';
import { evaluate } from '../policy/evaluate';
import { parsePolicy } from '../policy/PolicyDocument';
import { mentionOf } from '../policy/principals';
import { defineService, type CallContext, type Service } from '../Service';
import { awsQuery } from '../wire/awsQuery';
import type { IamState, RoleRecord } from './iam/IamState';
import { verifyWebIdentity, type WebIdentity } from './webIdentity';

/** STS: who am I, and how to become a role. */
export function stsService(options: {
  readonly iam: IamState;
  readonly credentials: Credentials;
  readonly clusters: readonly ClusterIdentity[];
}): Service {
  const { iam, credentials, clusters } = options;
  const roleByArn = (arn: string | undefined) =>
    iam.roles.find(role => role.arn === arn);

  return defineService(sdk, {
    name: 'sts',
    protocol: awsQuery('https://sts.amazonaws.com/doc/2011-06-15/'),
    authErrors: queryAuthErrors,
    // Who may assume a role is for its trust policy to say; everyone may ask who they are.
    authorize: () => {},
    operations: {
      GetCallerIdentity: (_input, { caller }) => ({
        Account: caller.account,
        Arn: caller.arn,
        UserId: caller.userId,
      }),

      AssumeRole: (input, context) => {
        const role = roleByArn(input.RoleArn);
        if (!role || !mayAssume(role, context)) {
          const request = {
            action: 'sts:AssumeRole',
            resource: input.RoleArn ?? '',
          };
          throw new AwsError(
            'AccessDenied',
            denialOf(context.caller, request, 'implicitDeny', 'resource-based'),
            403,
          );
        }
        return session(credentials, role, input, context);
      },

      AssumeRoleWithWebIdentity: async (input, context) => {
        const identity = await verifyWebIdentity({
          token: input.WebIdentityToken ?? '',
          providers: iam.providers.values(),
          clusters,
          now: context.now,
        });
        const role = roleByArn(input.RoleArn);
        if (!role || !trusts(role, identity)) {
          throw new AwsError(
            'AccessDenied',
            'Not authorized to perform sts:AssumeRoleWithWebIdentity',
            403,
          );
        }
        return {
          ...session(credentials, role, input, context),
          SubjectFromWebIdentityToken: identity.subject,
          Audience: identity.audience,
          Provider: identity.providerArn,
        };
      },
    },
  });
}

function mayAssume(role: RoleRecord, { caller }: CallContext): boolean {
  const trust = parsePolicy(role.trustPolicy);
  const request = { action: 'sts:AssumeRole', resource: role.arn };
  const verdictFor = (mention: 'principal' | 'account') =>
    evaluate(
      trust ? [trust] : [],
      request,
      statement => mentionOf(statement, caller) === mention,
    );
  const inPerson = verdictFor('principal');
  const throughAccount = verdictFor('account');
  if (inPerson === 'explicitDeny' || throughAccount === 'explicitDeny') {
    return false;
  }
  const byIdentity = evaluate(caller.policies(), request);
  return inPerson === 'allowed'
    ? byIdentity !== 'explicitDeny'
    : throughAccount === 'allowed' && byIdentity === 'allowed';
}

function trusts(role: RoleRecord, identity: WebIdentity): boolean {
  const trust = parsePolicy(role.trustPolicy);
  const request = {
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: role.arn,
    conditions: {
      [`${identity.issuer}:sub`.toLowerCase()]: [identity.subject],
      [`${identity.issuer}:aud`.toLowerCase()]: [identity.audience],
    },
  };
  const verdict = evaluate(trust ? [trust] : [], request, statement => {
    const { Principal: principal } = statement;
    return (
      typeof principal === 'object' &&
      [principal.Federated].flat().includes(identity.providerArn)
    );
  });
  return verdict === 'allowed';
}

function session(
  credentials: Credentials,
  role: RoleRecord,
  input: {
    readonly RoleSessionName?: string;
    readonly DurationSeconds?: number;
  },
  { now, account }: CallContext,
) {
  const seconds = input.DurationSeconds ?? 3600;
  if (seconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const sessionName = input.RoleSessionName ?? 'session';
  const expiresAt = new Date(now.getTime() + seconds * 1000);
  const { key }: KnownKey = credentials.startSession({
    roleArn: role.arn,
    roleName: role.name,
    roleId: role.id,
    sessionName,
    expiresAt,
  });
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: expiresAt,
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${sessionName}`,
      Arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${sessionName}`,
    },
    PackedPolicySize: 0,
  };
}
