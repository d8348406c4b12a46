import type { CallerIdentity } from '../../world';
import {
  listOf,
  type PolicyStatement,
  type PrincipalElement,
} from './PolicyDocument';

/** An IAM user, or a session with the role behind it. */
export interface Principal extends CallerIdentity {
  /** ARN of the user, or of the role behind the session. */
  readonly principalArn: string;
}

/** How a resource policy's statement names the caller: in person, through the account, or not at all. */
export type Mention = 'principal' | 'account' | undefined;

/** Whether and how a statement of a key policy or trust policy names this caller. */
export function mentionOf(
  statement: PolicyStatement,
  caller: Principal,
): Mention {
  if (statement.NotPrincipal !== undefined) {
    return mentionIn(statement.NotPrincipal, caller) === 'principal'
      ? undefined
      : 'principal';
  }
  return mentionIn(statement.Principal, caller);
}

/** Whether a statement names the very session or user that calls, not just the role behind it. */
export function namesSession(
  statement: PolicyStatement,
  caller: Principal,
): boolean {
  const { Principal: principal } = statement;
  return (
    typeof principal === 'object' && listOf(principal.AWS).includes(caller.arn)
  );
}

function mentionIn(
  element: PrincipalElement | undefined,
  caller: Principal,
): Mention {
  if (element === undefined) {
    return undefined;
  }
  const named = element === '*' ? ['*'] : listOf(element.AWS);
  if (
    named.some(
      name =>
        name === '*' || name === caller.arn || name === caller.principalArn,
    )
  ) {
    return 'principal';
  }
  return named.some(
    name =>
      name === caller.account || name === `arn:aws:iam::${caller.account}:root`,
  )
    ? 'account'
    : undefined;
}

/** The users and roles that a policy names by their ARNs. */
export function namedPrincipals(
  statements: readonly PolicyStatement[],
): string[] {
  return statements
    .flatMap(({ Principal: principal, NotPrincipal: others }) => [
      principal,
      others,
    ])
    .flatMap(element =>
      typeof element === 'object' ? listOf(element.AWS) : [],
    )
    .filter(name => /^arn:aws:iam::\d{12}:(user|role)\//.test(name));
}
