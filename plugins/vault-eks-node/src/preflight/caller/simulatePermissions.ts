import {
  EvaluationResult,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import type { PreflightContext } from '../PreflightCheck';
import type { RequiredPermission } from '../permissions/RequiredPermission';

/** Short enough for a request, and for one page of its answer in most cases. */
const ACTIONS_A_CALL = 25;

/** What IAM's policy simulator says of one action. */
export interface Simulated {
  readonly action: string;
  /** `unsure` when a policy asks for a condition key that only the real call has. */
  readonly decision: 'allowed' | 'denied' | 'unsure';
}

function judge(result: EvaluationResult): Simulated {
  const action = result.EvalActionName ?? '';
  if (result.EvalDecision === 'allowed') {
    return { action, decision: 'allowed' };
  }
  const unsure = (result.MissingContextValues ?? []).length > 0;
  return { action, decision: unsure ? 'unsure' : 'denied' };
}

const chunked = (actions: readonly string[]) =>
  Array.from({ length: Math.ceil(actions.length / ACTIONS_A_CALL) }, (_, n) =>
    actions.slice(n * ACTIONS_A_CALL, (n + 1) * ACTIONS_A_CALL),
  );

async function simulate(
  { aws, signal }: Pick<PreflightContext, 'aws' | 'signal'>,
  principalArn: string,
  permission: RequiredPermission,
): Promise<Simulated[]> {
  const { resource, context } = permission;
  const found: Simulated[] = [];
  for await (const page of paginateSimulatePrincipalPolicy(
    { client: aws.iam },
    {
      PolicySourceArn: principalArn,
      ActionNames: [...permission.actions],
      ResourceArns: [resource],
      ContextEntries: Object.entries(context).map(([key, value]) => ({
        ContextKeyName: key,
        ContextKeyType: /^(true|false)$/.test(value) ? 'boolean' : 'string',
        ContextKeyValues: [value],
      })),
    },
    { abortSignal: signal },
  )) {
    found.push(...(page.EvaluationResults ?? []).map(judge));
  }
  return found;
}

/** Asks IAM's policy simulator, which changes nothing, about all these rights of a user or role. */
export async function simulatePermissions(
  ctx: Pick<PreflightContext, 'aws' | 'signal'>,
  principalArn: string,
  permissions: readonly RequiredPermission[],
): Promise<readonly Simulated[]> {
  const calls = permissions.flatMap(permission =>
    chunked(permission.actions).map(actions => ({ ...permission, actions })),
  );
  const answers = await Promise.all(
    calls.map(call => simulate(ctx, principalArn, call)),
  );
  return answers.flat();
}
