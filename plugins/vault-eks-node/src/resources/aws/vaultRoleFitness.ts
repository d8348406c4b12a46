import {
  IAMClient,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import { z } from 'zod/v3';
import { isDenied } from '../../connections/aws';
import { parseJson } from '../../connections/parseJson';
import { IRSA_AUDIENCE } from './oidcProviderChanges';
import { SEAL_ACTIONS } from './sealKeyPolicy';
import {
  STORAGE_ACTIONS,
  subjectOf,
  Trusted,
  trustedActions,
} from './vaultRolePolicies';

const some = z
  .union([z.string(), z.array(z.string())])
  .transform(value => [value].flat());

/** Conditions beyond these are not understood, so a statement that has others does not count. */
const condition = z
  .object({
    StringEquals: z.record(some).default({}),
    StringLike: z.record(some).default({}),
  })
  .strict();

const allowStatement = z.object({
  Effect: z.literal('Allow'),
  Principal: z.object({ Federated: some }),
  Action: some,
  Condition: condition,
});

const policy = z.object({
  Statement: z.union([z.array(z.unknown()), z.record(z.unknown())]),
});

const isLike = (pattern: string, value: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  ).test(value);

/** Whether the trust policy of a role that others made lets Vault's service account in. */
export function letsIn(document: string | undefined, trusted: Trusted) {
  const { arn, issuer } = trusted.provider;
  const claims: Readonly<Record<string, string>> = {
    [`${issuer}:aud`.toLowerCase()]: IRSA_AUDIENCE,
    [`${issuer}:sub`.toLowerCase()]: subjectOf(trusted),
  };
  const parsed = policy.safeParse(parseJson(document ?? ''));
  const statements = parsed.success ? [parsed.data.Statement].flat() : [];
  const applicable = statements.flatMap(given => {
    const { data } = allowStatement.safeParse(given);
    const { StringEquals = {}, StringLike = {} } = data?.Condition ?? {};
    const holds =
      data?.Principal.Federated.includes(arn) &&
      Object.entries(StringEquals).every(([key, values]) =>
        values.includes(claims[key.toLowerCase()]),
      ) &&
      Object.entries(StringLike).every(([key, patterns]) =>
        patterns.some(p => isLike(p, claims[key.toLowerCase()] ?? '')),
      );
    return holds ? data?.Action ?? [] : [];
  });
  return trustedActions(trusted).every(action =>
    applicable.some(pattern => isLike(pattern, action)),
  );
}

/**
 * The calls that Vault needs and a role that others made does not allow, by its policies and its boundary; `undefined`
 * when IAM may not be asked.
 */
export async function missingRights(
  client: IAMClient,
  needs: {
    readonly roleArn: string;
    readonly tableArn: string;
    readonly keyArn: string;
    readonly namedByKey: boolean;
  },
  abortSignal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const missing = async (actions: readonly string[], resource: string) => {
    const pages = paginateSimulatePrincipalPolicy(
      { client },
      {
        PolicySourceArn: needs.roleArn,
        ActionNames: [...actions],
        ResourceArns: [resource],
      },
      { abortSignal },
    );
    const denied: string[] = [];
    for await (const { EvaluationResults = [] } of pages) {
      for (const { EvalActionName = '', EvalDecision } of EvaluationResults) {
        if (EvalDecision !== 'allowed') {
          denied.push(EvalActionName);
        }
      }
    }
    return denied;
  };
  try {
    const both = await Promise.all([
      missing(STORAGE_ACTIONS, needs.tableArn),
      needs.namedByKey ? [] : missing(SEAL_ACTIONS, needs.keyArn),
    ]);
    return both.flat();
  } catch (error) {
    if (isDenied(error)) {
      return undefined;
    }
    throw error;
  }
}
