import * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../AwsError';
import { queryAuthErrors } from '../../auth/AuthErrors';
import { byIdentityPolicies } from '../../auth/authorize';
import type { AccessRequest } from '../../policy/evaluate';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import {
  defineService,
  type CallContext,
  type Caller,
  type Service,
} from '../../Service';
import { awsQuery } from '../../wire/awsQuery';
import type { IamState } from './IamState';
import { oidcProviderOperations } from './oidcProviders';
import { roleOperations } from './roles';
import { simulationOperations } from './simulation';

/** IAM: roles, their policies, and OIDC providers. */
export function iamService(options: {
  readonly state: IamState;
  /** Finds whoever has this IAM ARN. */
  readonly principal: (arn: string) => Caller | undefined;
}): Service {
  const { state } = options;
  return defineService(sdk, {
    name: 'iam',
    protocol: awsQuery('https://iam.amazonaws.com/doc/2010-05-08/'),
    authErrors: queryAuthErrors,
    authorize: byIdentityPolicies({
      permissions: (operation, input, context) =>
        permissions(state, operation, input, context),
      denied: message => new AwsError('AccessDenied', message, 403),
    }),
    operations: {
      ...roleOperations(state),
      ...oidcProviderOperations(state),
      ...simulationOperations(options.principal),
    },
  });
}

function permissions(
  state: IamState,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { account }: CallContext,
): AccessRequest[] {
  const named = resourceOf(state, input, account);
  const added = Array.isArray(input.Tags) ? input.Tags : [];
  const conditions = { ...requestTags(added), ...resourceTags(named.tags) };
  const request = {
    action: `iam:${operation}`,
    resource: named.arn,
    conditions,
  };
  const tagAction = {
    CreateRole: 'iam:TagRole',
    CreateOpenIDConnectProvider: 'iam:TagOpenIDConnectProvider',
  }[operation];
  return tagAction && added.length > 0
    ? [request, { ...request, action: tagAction }]
    : [request];
}

function resourceOf(
  state: IamState,
  input: Readonly<Record<string, unknown>>,
  account: string,
) {
  if (typeof input.RoleName === 'string') {
    const role = state.roles.get(input.RoleName);
    const path = typeof input.Path === 'string' ? input.Path : '/';
    const arn = `arn:aws:iam::${account}:role${path}${input.RoleName}`;
    return { arn: role?.arn ?? arn, tags: role?.tags };
  }
  if (typeof input.OpenIDConnectProviderArn === 'string') {
    const arn = input.OpenIDConnectProviderArn;
    return { arn, tags: state.providers.get(arn)?.tags };
  }
  if (typeof input.Url === 'string') {
    const url = input.Url.replace('https://', '').replace(/\/$/, '');
    return {
      arn: `arn:aws:iam::${account}:oidc-provider/${url}`,
      tags: undefined,
    };
  }
  return {
    arn: String(input.PolicySourceArn ?? '*'),
    tags: undefined,
  };
}
