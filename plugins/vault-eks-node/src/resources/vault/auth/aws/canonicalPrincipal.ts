import { InputError } from '@backstage/errors';

/**
 * A principal as Vault binds it when it does not look up unique ids: an assumed role is its role, and a path is left
 * out, since STS does not tell the path of a role; names of roles are unique in an account without it. Source: Vault's
 * documentation of `bound_iam_principal_arn` and `resolve_aws_unique_ids`.
 *
 * @throws InputError when the ARN names no role and no user
 */
export function canonicalPrincipal(arn: string): string {
  const [, partition, account, kind, rest] =
    /^arn:([^:]+):(?:iam|sts)::(\d{12}):(assumed-role|role|user)\/(.+)$/.exec(
      arn,
    ) ?? [];
  if (!kind) {
    throw new InputError(`${arn} names neither an IAM role nor an IAM user`);
  }
  const parts = rest.split('/');
  const name = kind === 'assumed-role' ? parts[0] : parts[parts.length - 1];
  return `arn:${partition}:iam::${account}:${
    kind === 'user' ? 'user' : 'role'
  }/${name}`;
}

/** Whether the caller is one of the principals; the account's root user is none. */
export function isAmong(
  callerArn: string,
  principals: readonly string[],
): boolean {
  return (
    /:(assumed-role|role|user)\//.test(callerArn) &&
    principals.map(canonicalPrincipal).includes(canonicalPrincipal(callerArn))
  );
}
