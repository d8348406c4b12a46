import { AwsError } from '../../AwsError';
import { namedPrincipals } from '../../policy/principals';
import { parsePolicy } from '../../policy/PolicyDocument';
import type { CallContext } from '../../Service';
import { requireKeyAccess } from './authorization';
import type { KeyRecord } from './KmsState';

/** Whether an IAM user or role of this ARN exists by now. */
export type PrincipalExists = (arn: string, context: CallContext) => boolean;

/**
 * KMS takes a policy only when it can read it, when the users and roles in it exist, and when the caller can still
 * change it afterwards; throws MalformedPolicyDocumentException.
 */
export function requireKeyPolicy(options: {
  /** The key with its new policy. */
  readonly key: KeyRecord;
  readonly mayLockOut: boolean;
  readonly exists: PrincipalExists;
  readonly context: CallContext;
}): void {
  const { key, mayLockOut, exists, context } = options;
  const policy = parsePolicy(key.policy);
  if (!policy || policy.Statement.some(item => !namesSomeone(item))) {
    throw malformed(
      'Policy contains a statement with one or more invalid principals.',
    );
  }
  if (namedPrincipals(policy.Statement).some(arn => !exists(arn, context))) {
    throw malformed(
      'Policy contains a statement with one or more invalid principals.',
    );
  }
  if (mayLockOut) {
    return;
  }
  try {
    requireKeyAccess(key, 'kms:PutKeyPolicy', context);
  } catch {
    throw malformed(
      'The new key policy will not allow you to update the key policy in the future.',
    );
  }
}

function namesSomeone(statement: {
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
}): boolean {
  return (
    statement.Principal !== undefined || statement.NotPrincipal !== undefined
  );
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', message);
}
