import { conditionsHold, type ConditionContext } from './conditions';
import {
  listOf,
  type PolicyDocument,
  type PolicyStatement,
} from './PolicyDocument';
import { matchesPattern } from './patterns';
import { withVariables } from './variables';

/** One thing a caller wants to do, as IAM sees it. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly conditions?: ConditionContext;
}

/** What a set of policies says: a matching deny wins; silence is neither. */
export type Verdict = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** Evaluates policies against a request; `concerns` decides whether a statement is about the caller. */
export function evaluate(
  policies: readonly PolicyDocument[],
  request: AccessRequest,
  concerns: (statement: PolicyStatement) => boolean = () => true,
): Verdict {
  const matching = policies
    .flatMap(policy => policy.Statement)
    .filter(statement => concerns(statement) && applies(statement, request));
  if (matching.some(statement => statement.Effect === 'Deny')) {
    return 'explicitDeny';
  }
  return matching.length > 0 ? 'allowed' : 'implicitDeny';
}

function applies(statement: PolicyStatement, request: AccessRequest): boolean {
  return (
    matchesAction(statement, request.action) &&
    matchesResource(statement, request) &&
    conditionsHold(statement.Condition, request.conditions ?? {})
  );
}

function matchesAction(statement: PolicyStatement, action: string): boolean {
  const isMatch = (pattern: string) =>
    matchesPattern(pattern.toLowerCase(), action.toLowerCase());
  return statement.NotAction === undefined
    ? listOf(statement.Action).some(isMatch)
    : !listOf(statement.NotAction).some(isMatch);
}

function matchesResource(
  statement: PolicyStatement,
  { resource, conditions = {} }: AccessRequest,
): boolean {
  const isMatch = (pattern: string) =>
    matchesPattern(withVariables(pattern, conditions), resource);
  if (statement.NotResource !== undefined) {
    return !listOf(statement.NotResource).some(isMatch);
  }
  // A trust policy has no resource: it is about the role that carries it.
  return statement.Resource === undefined
    ? true
    : listOf(statement.Resource).some(isMatch);
}
