import type { AwsError } from '../AwsError';
import { evaluate, type AccessRequest } from '../policy/evaluate';
import type { Authorize, CallContext, Caller } from '../Service';

/** The requests that a call amounts to; most are one action on one resource. */
export type PermissionsOf = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  context: CallContext,
) => readonly AccessRequest[];

/** Authorisation by the caller's identity policies alone. */
export function byIdentityPolicies(options: {
  readonly permissions: PermissionsOf;
  readonly denied: (message: string) => AwsError;
}): Authorize {
  return (operation, input, context) => {
    const policies = context.caller.policies();
    for (const request of options.permissions(operation, input, context)) {
      const verdict = evaluate(policies, request);
      if (verdict !== 'allowed') {
        throw options.denied(
          denialOf(context.caller, request, verdict, 'identity-based'),
        );
      }
    }
  };
}

/** AWS's words for a refusal. */
export function denialOf(
  caller: Caller,
  request: AccessRequest,
  verdict: 'explicitDeny' | 'implicitDeny',
  policyKind: 'identity-based' | 'resource-based',
): string {
  const on =
    request.resource === '*' ? '' : ` on resource: ${request.resource}`;
  const reason =
    verdict === 'explicitDeny'
      ? `with an explicit deny in ${
          policyKind === 'identity-based' ? 'an' : 'a'
        } ${policyKind} policy`
      : `because no ${policyKind} policy allows the ${request.action} action`;
  return `User: ${caller.arn} is not authorized to perform: ${request.action}${on} ${reason}`;
}
