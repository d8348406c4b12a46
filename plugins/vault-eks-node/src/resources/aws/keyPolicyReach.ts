import { z } from 'zod/v3';
import { parseJson } from '../../connections/parseJson';

const some = z.union([z.string(), z.array(z.string())]);

const policySchema = z.object({
  Statement: z.union([z.array(z.unknown()), z.record(z.unknown())]),
});

const statementSchema = z.object({
  Effect: z.string(),
  Principal: z.union([z.string(), z.object({ AWS: some })]),
  Action: some,
});

const listOf = (value: string | readonly string[]) => [value].flat();

const matches = (pattern: string, action: string) =>
  new RegExp(
    `^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`,
    'i',
  ).test(action);

/**
 * Whether a key policy can let a role make all these calls: it names the role or everybody, or leaves the right to the
 * IAM policies of its account. Conditions are taken to hold and what is not understood to allow, so only a clear no is
 * one.
 */
export function keyPolicyReaches(
  document: string,
  role: { readonly arn: string; readonly account: string },
  actions: readonly string[],
): boolean {
  const policy = policySchema.safeParse(parseJson(document));
  if (!policy.success) {
    return true;
  }
  const statements = [policy.data.Statement].flat();
  const parsed = statements.map(given => statementSchema.safeParse(given));
  // NotPrincipal and NotAction, for example.
  const odd = statements.some(
    (given, i) =>
      !parsed[i].success &&
      z.object({ Effect: z.literal('Allow') }).safeParse(given).success &&
      !z.object({ Principal: z.object({ Service: some }) }).safeParse(given)
        .success,
  );
  const isReached = (principal: string) =>
    principal === '*' ||
    principal === role.arn ||
    principal === role.account ||
    principal.endsWith(`:${role.account}:root`);
  const allowed = parsed.flatMap(({ data }) =>
    data?.Effect === 'Allow' &&
    listOf(
      typeof data.Principal === 'string' ? data.Principal : data.Principal.AWS,
    ).some(isReached)
      ? listOf(data.Action)
      : [],
  );
  return (
    odd ||
    actions.every(action => allowed.some(pattern => matches(pattern, action)))
  );
}
