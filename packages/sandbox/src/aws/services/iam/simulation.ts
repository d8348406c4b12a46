import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../AwsError';
import { refusalOf } from '../../policy/decide';
import { evaluate, type AccessRequest } from '../../policy/evaluate';
import { parsePolicy, type PolicyDocument } from '../../policy/PolicyDocument';
import type { CallContext, Caller, OperationsOf } from '../../Service';
import { iamPage, noSuchEntity } from './answers';

/** The policy simulator: what would this principal be allowed, within its permissions boundary? */
export function simulationOperations(
  principal: (arn: string, context: CallContext) => Caller | undefined,
): OperationsOf<typeof sdk> {
  return {
    SimulatePrincipalPolicy: (input, context) => {
      const arn = input.PolicySourceArn ?? '';
      const found = principal(arn, context);
      if (!found) {
        throw noSuchEntity(`Entity with ARN ${arn} cannot be found.`);
      }
      const subject = withPolicies(found, documentsOf(input.PolicyInputList));
      const conditions = Object.fromEntries(
        (input.ContextEntries ?? []).map(entry => [
          (entry.ContextKeyName ?? '').toLowerCase(),
          entry.ContextKeyValues ?? [],
        ]),
      );
      const results = (input.ActionNames ?? []).flatMap(action =>
        (input.ResourceArns ?? ['*']).map(resource =>
          simulated(subject, { action, resource, conditions }),
        ),
      );
      const { items, ...page } = iamPage(results, input);
      return { ...page, EvaluationResults: items };
    },
  };
}

function simulated(subject: Caller, request: AccessRequest) {
  const { boundary } = subject.permissions();
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision:
      refusalOf({ subject, request })?.verdict ?? ('allowed' as const),
    MatchedStatements: [],
    MissingContextValues: [],
    ...(boundary && {
      PermissionsBoundaryDecisionDetail: {
        AllowedByPermissionsBoundary: evaluate(boundary, request) === 'allowed',
      },
    }),
  };
}

function withPolicies(
  subject: Caller,
  added: readonly PolicyDocument[],
): Caller {
  return {
    ...subject,
    permissions: () => {
      const present = subject.permissions();
      return { ...present, identity: [...present.identity, ...added] };
    },
  };
}

function documentsOf(texts: readonly string[] | undefined): PolicyDocument[] {
  return (texts ?? []).map(text => {
    const policy = parsePolicy(text);
    if (!policy) {
      throw new AwsError('InvalidInput', 'Syntax errors in policy.');
    }
    return policy;
  });
}
