import { AwsError } from '../AwsError';
import { inContext } from '../auth/authorize';
import { passageRefusal } from '../passage/Passage';
import type { Authorize } from '../Service';

/**
 * Who may assume a role is for its trust policy to say, and everyone may ask who they are; but what comes through a VPC
 * endpoint must be let through by its policy. Throws AccessDenied.
 */
export const requireWayToSts: Authorize = (operation, input, context) => {
  const action = `sts:${operation}`;
  const request = inContext(
    { action, resource: String(input.RoleArn ?? '*') },
    context,
  );
  context.takes?.(request);
  const refusal = passageRefusal(context.passage, request, context.caller);
  if (refusal) {
    throw new AwsError(
      'AccessDenied',
      `Not authorized to perform ${action}${
        refusal.verdict === 'explicitDeny'
          ? ` with an explicit deny in a ${refusal.by}`
          : ` because no ${refusal.by} allows the ${action} action`
      }`,
      403,
    );
  }
};
