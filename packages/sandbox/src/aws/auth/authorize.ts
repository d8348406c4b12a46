import type { AwsError } from '../AwsError';
import { passageRefusal } from '../passage/Passage';
import { refusalOf, type Refusal } from '../policy/decide';
import type { AccessRequest } from '../policy/evaluate';
import type { Authorize, CallContext, Caller } from '../Service';
import { callConditions } from './callConditions';

/** The requests that a call amounts to; most are one action on one resource. */
export type PermissionsOf = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  context: CallContext,
) => readonly AccessRequest[];

/** Authorisation by what is attached to the caller alone: resources here have no policy of their own. */
export function byIdentityPolicies(options: {
  readonly permissions: PermissionsOf;
  readonly denied: (message: string) => AwsError;
}): Authorize {
  return (operation, input, context) => {
    for (const request of options.permissions(operation, input, context)) {
      requireAllowed(context, request, options.denied);
    }
  };
}

/** Throws the service's own error unless the caller may. */
export function requireAllowed(
  context: CallContext,
  request: AccessRequest,
  denied: (message: string) => AwsError,
): void {
  const asked = inContext(request, context);
  context.takes?.(asked);
  const refusal =
    passageRefusal(context.passage, asked, context.caller) ??
    refusalOf({ subject: context.caller, request: asked });
  if (refusal) {
    throw denied(denialOf(context.caller, request, refusal));
  }
}

/** The request with what IAM knows of every call. */
export function inContext(
  request: AccessRequest,
  context: CallContext,
): AccessRequest {
  return {
    ...request,
    conditions: {
      ...callConditions(context, request.action),
      ...request.conditions,
    },
  };
}

/** AWS's words for a refusal (IAM user guide, "troubleshoot access denied error messages"). */
export function denialOf(
  caller: Pick<Caller, 'arn'>,
  request: AccessRequest,
  { verdict, by }: Refusal,
): string {
  const on =
    request.resource === '*' ? '' : ` on resource: ${request.resource}`;
  const article = by === 'identity-based policy' ? 'an' : 'a';
  const reason =
    verdict === 'explicitDeny'
      ? `with an explicit deny in ${article} ${by}`
      : `because no ${by} allows the ${request.action} action`;
  return `User: ${caller.arn} is not authorized to perform: ${request.action}${on} ${reason}`;
}
