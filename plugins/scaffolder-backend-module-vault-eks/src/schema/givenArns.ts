import { InputError } from '@backstage/errors';
import { kmsKeyArn } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';

/** The ARN of a DynamoDB table. */
export const tableArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[a-zA-Z0-9_.-]{3,255}$/,
    'tableArn: use the ARN of a DynamoDB table such as arn:aws:dynamodb:eu-west-1:111122223333:table/vault',
  );

/** How a dry run calls a key that does not exist yet: KMS alone decides its id. */
const PREDICTED_KEY = /:key\/\(new\)$/;

/** The ARNs that a role is made for. */
export interface GivenArns {
  readonly tableArn: string;
  readonly keyArn: string;
  readonly tableKeyArn?: string;
}

/**
 * Checks the ARNs before any call is made.
 *
 * @throws InputError naming every field that cannot work, with the fix
 */
export function checkGivenArns(
  given: GivenArns,
  where: { readonly region: string; readonly isDryRun?: boolean },
): GivenArns {
  const predicted = where.isDryRun && PREDICTED_KEY.test(given.keyArn);
  const problems = [
    tableArn.safeParse(given.tableArn),
    predicted ? undefined : kmsKeyArn('keyArn').safeParse(given.keyArn),
    kmsKeyArn('tableKeyArn').optional().safeParse(given.tableKeyArn),
  ].flatMap(result => result?.error?.issues.map(i => i.message) ?? []);
  for (const field of ['tableArn', 'keyArn', 'tableKeyArn'] as const) {
    const [, , , region] = given[field]?.split(':') ?? [];
    if (problems.length === 0 && region && region !== where.region) {
      problems.push(
        `${field}: it is in ${region}, the cluster in ${where.region}; name one of the same region`,
      );
    }
  }
  if (given.tableKeyArn === given.keyArn) {
    problems.push(
      'tableKeyArn: the seal key unseals Vault and nothing else; name the key that encrypts the table, or leave it out',
    );
  }
  if (problems.length > 0) {
    throw new InputError(problems.join('; '));
  }
  return given;
}
