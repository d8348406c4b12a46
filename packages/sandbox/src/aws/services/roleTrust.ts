import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { AwsError } from '../AwsError';
import { denialOf, inContext } from '../auth/authorize';
import { refusalOf } from '../policy/decide';
import { evaluate } from '../policy/evaluate';
import { listOf, parsePolicy } from '../policy/PolicyDocument';
import { requestTags } from '../policy/tagConditions';
import type { CallContext } from '../Service';
import type { RoleRecord } from './iam/IamState';
import type { WebIdentity } from './webIdentity';

/** Throws AccessDenied unless the role trusts the caller, under the external id that they gave. */
export function requireMayAssume(
  role: RoleRecord | undefined,
  input: AssumeRoleRequest,
  context: CallContext,
): asserts role is RoleRecord {
  const tags = input.Tags ?? [];
  const actions = [
    'sts:AssumeRole',
    ...(tags.length > 0 ? ['sts:TagSession'] : []),
  ];
  for (const action of actions) {
    const request = {
      action,
      resource: input.RoleArn ?? '',
      conditions: {
        ...requestTags(tags),
        ...(input.ExternalId !== undefined && {
          'sts:externalid': [input.ExternalId],
        }),
        'sts:rolesessionname': [input.RoleSessionName ?? ''],
      },
    };
    const refusal = role
      ? refusalOf({
          subject: context.caller,
          request: inContext(request, context),
          resourcePolicy: parsePolicy(role.trustPolicy),
          needsDelegation: true,
        })
      : ({ verdict: 'implicitDeny', by: 'resource-based policy' } as const);
    if (refusal) {
      throw new AwsError(
        'AccessDenied',
        denialOf(context.caller, request, refusal),
        403,
      );
    }
  }
}

/** Whether a role's trust policy lets this web identity in. */
export function trusts(role: RoleRecord, identity: WebIdentity): boolean {
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
      listOf(principal.Federated).includes(identity.providerArn)
    );
  });
  return verdict === 'allowed';
}
