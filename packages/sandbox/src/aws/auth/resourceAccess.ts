import { AwsError } from '../AwsError';
import { passageRefusal } from '../passage/Passage';
import { refusalOf } from '../policy/decide';
import type { AccessRequest } from '../policy/evaluate';
import { parsePolicy } from '../policy/PolicyDocument';
import type { CallContext } from '../Service';
import { denialOf, inContext } from './authorize';

/** Throws an AccessDeniedException unless the caller may, by their own policies and by that of the resource. */
export function requireResourceAccess(options: {
  readonly context: CallContext;
  readonly request: AccessRequest;
  /** JSON of the resource's policy. */
  readonly policy: string | undefined;
  /** See `refusalOf`. */
  readonly needsDelegation?: boolean;
  /** Given by other means than policies; a deny still wins. */
  readonly isGranted?: boolean;
}): void {
  const { context, request, policy, needsDelegation, isGranted } = options;
  const asked = inContext(request, context);
  context.takes?.(asked);
  const refusal = refusalOf({
    subject: context.caller,
    request: asked,
    resourcePolicy: policy === undefined ? undefined : parsePolicy(policy),
    needsDelegation,
  });
  const refused =
    passageRefusal(context.passage, asked, context.caller) ??
    (isGranted && refusal?.verdict === 'implicitDeny' ? undefined : refusal);
  if (refused) {
    throw new AwsError(
      'AccessDeniedException',
      denialOf(context.caller, request, refused),
    );
  }
}
