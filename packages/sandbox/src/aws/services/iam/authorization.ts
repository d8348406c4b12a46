import { AwsError } from '../../AwsError';
import { byIdentityPolicies } from '../../auth/authorize';
import type { AccessRequest } from '../../policy/evaluate';
import { requestTags, resourceTags } from '../../policy/tagConditions';
import type { Authorize, CallContext } from '../../Service';
import type { IamState } from './IamState';

type Input = Readonly<Record<string, unknown>>;

/** What a call that brings tags needs beside its own action. */
const tagActions: Readonly<Record<string, string>> = {
  CreateRole: 'iam:TagRole',
  CreatePolicy: 'iam:TagPolicy',
  CreateOpenIDConnectProvider: 'iam:TagOpenIDConnectProvider',
};

/** IAM's rules: the caller's policies decide, on the role, policy or provider that a call names. */
export function iamAuthorize(state: IamState): Authorize {
  return byIdentityPolicies({
    permissions: (operation, input, context) =>
      permissions(state, operation, input, context),
    denied: message => new AwsError('AccessDenied', message, 403),
  });
}

function permissions(
  state: IamState,
  operation: string,
  input: Input,
  { account }: CallContext,
): AccessRequest[] {
  const named = resourceOf(state, operation, input, account);
  const added = Array.isArray(input.Tags) ? input.Tags : [];
  const removed = Array.isArray(input.TagKeys) ? input.TagKeys.map(String) : [];
  const request = {
    action: `iam:${operation}`,
    resource: named.arn,
    conditions: {
      ...requestTags(added, removed),
      ...resourceTags(named.tags),
      ...boundaryOf(state, operation, input),
      ...(typeof input.PolicyArn === 'string' && {
        'iam:policyarn': [input.PolicyArn],
      }),
    },
  };
  const tagAction = tagActions[operation];
  return tagAction && added.length > 0
    ? [request, { ...request, action: tagAction }]
    : [request];
}

/** `iam:PermissionsBoundary`: the boundary that a call sets, otherwise the one that the role has. */
function boundaryOf(state: IamState, operation: string, input: Input) {
  const present = state.roles.get(String(input.RoleName))?.permissionsBoundary;
  const boundary =
    operation === 'CreateRole' || operation === 'PutRolePermissionsBoundary'
      ? input.PermissionsBoundary
      : present;
  return typeof boundary === 'string'
    ? { 'iam:permissionsboundary': [boundary] }
    : {};
}

function resourceOf(
  state: IamState,
  operation: string,
  input: Input,
  account: string,
) {
  const path = typeof input.Path === 'string' ? input.Path : '/';
  if (typeof input.RoleName === 'string') {
    const role = state.roles.get(input.RoleName);
    const arn = `arn:aws:iam::${account}:role${path}${input.RoleName}`;
    return { arn: role?.arn ?? arn, tags: role?.tags };
  }
  if (operation === 'CreatePolicy') {
    const arn = `arn:aws:iam::${account}:policy${path}${input.PolicyName}`;
    return { arn, tags: undefined };
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
    arn: String(input.PolicyArn ?? input.PolicySourceArn ?? '*'),
    tags: undefined,
  };
}
