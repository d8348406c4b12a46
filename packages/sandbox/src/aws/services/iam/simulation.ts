import type * as sdk from '@aws-sdk/client-iam';
import { pageOf } from '../../paging';
import { evaluate, type Verdict } from '../../policy/evaluate';
import type { Caller, OperationsOf } from '../../Service';
import { noSuchEntity } from './answers';

const decisions = {
  allowed: 'allowed',
  explicitDeny: 'explicitDeny',
  implicitDeny: 'implicitDeny',
} as const satisfies Record<Verdict, string>;

/** The policy simulator: what would this principal be allowed? */
export function simulationOperations(
  principal: (arn: string) => Caller | undefined,
): OperationsOf<typeof sdk> {
  return {
    SimulatePrincipalPolicy: input => {
      const arn = input.PolicySourceArn ?? '';
      const subject = principal(arn);
      if (!subject) {
        throw noSuchEntity(`Entity with ARN ${arn} cannot be found.`);
      }
      const conditions = Object.fromEntries(
        (input.ContextEntries ?? []).map(entry => [
          (entry.ContextKeyName ?? '').toLowerCase(),
          entry.ContextKeyValues ?? [],
        ]),
      );
      const results = (input.ActionNames ?? []).flatMap(action =>
        (input.ResourceArns ?? ['*']).map(resource => ({
          EvalActionName: action,
          EvalResourceName: resource,
          EvalDecision:
            decisions[
              evaluate(subject.policies(), { action, resource, conditions })
            ],
          MatchedStatements: [],
          MissingContextValues: [],
        })),
      );
      const page = pageOf(results, {
        token: input.Marker,
        limit: input.MaxItems,
      });
      return {
        EvaluationResults: page.items,
        IsTruncated: page.nextToken !== undefined,
        Marker: page.nextToken,
      };
    },
  };
}
