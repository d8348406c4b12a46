import type { AccessKey } from './auth/Credentials';
import type { AwsState } from './AwsState';
import type { CallContext, Caller } from './Service';

/** The user or role of an IAM ARN; `undefined` when there is none, or when it cannot be seen yet. Other accounts' are not known. */
export function principalOf(options: {
  readonly state: AwsState;
  readonly accessKeys: readonly AccessKey[];
  readonly account: string;
  readonly arn: string;
  readonly context: CallContext;
}): Caller | undefined {
  const { state, accessKeys, account, arn, context } = options;
  const common = { account, arn, principalArn: arn };
  const user = accessKeys.find(key => key.principalArn === arn);
  if (user) {
    return {
      ...common,
      userId: '',
      permissions: () => ({ identity: user.policies }),
    };
  }
  const role = state.iam.roles.find(candidate => candidate.arn === arn);
  return role && context.sees('iam', role.createdAt)
    ? {
        ...common,
        userId: role.id,
        permissions: () => state.iam.permissionsOf(role.name),
      }
    : undefined;
}

/** Whether a policy may name this ARN: what other accounts have cannot be told, and is believed. */
export function mayBeNamed(
  options: Parameters<typeof principalOf>[0],
): boolean {
  return (
    options.arn.split(':')[4] !== options.account ||
    principalOf(options) !== undefined
  );
}
