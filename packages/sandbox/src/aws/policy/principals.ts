import type { CallerIdentity } from '../../world';
import { listOf, type PolicyStatement } from './PolicyDocument';
import { matchesPattern } from './patterns';

/** How a resource policy's statement names the caller: in person, through the account, or not at all. */
export type Mention = 'principal' | 'account' | undefined;

/** Whether and how a statement of a key policy or trust policy names this caller. */
export function mentionOf(
  statement: PolicyStatement,
  caller: CallerIdentity & { readonly principalArn: string },
): Mention {
  const { Principal: principal } = statement;
  if (principal === undefined) {
    return undefined;
  }
  if (principal === '*') {
    return 'principal';
  }
  const named = listOf(principal.AWS);
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
      name === caller.account ||
      matchesPattern(`arn:aws:iam::${caller.account}:root`, name),
  )
    ? 'account'
    : undefined;
}
