import { z } from 'zod/v3';
import { parseJson } from '../../../../connections/parseJson';

const strings = z
  .union([z.string(), z.array(z.string())])
  .transform(value => (Array.isArray(value) ? value : [value]));

const statement = z.object({
  Effect: z.string(),
  Principal: z.unknown(),
  Action: strings.optional(),
  Condition: z.record(z.record(strings)).optional(),
});

const policyDocument = z.object({
  Statement: z
    .union([statement, z.array(statement)])
    .transform(value => (Array.isArray(value) ? value : [value])),
});

const everybody = z.union([
  z.literal('*'),
  z.object({ AWS: z.union([z.literal('*'), z.tuple([z.literal('*')])]) }),
]);

const GUARDED = ['kms:schedulekeydeletion', 'kms:disablekey'];

/** Conditions that except some principals; any other makes a statement that does not hold for everybody. */
const EXCEPTIONS = ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals'];

/** As IAM matches actions: `*` stands for any text and `?` for one character, whatever their case. */
function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}

/** The principals that a guard leaves out; `undefined` when a condition says something else. */
function exemptBy(
  condition: z.output<typeof statement>['Condition'] = {},
): readonly string[] | undefined {
  const exempt: string[] = [];
  for (const [operator, keys] of Object.entries(condition)) {
    for (const [key, values] of Object.entries(keys)) {
      if (
        !EXCEPTIONS.includes(operator) ||
        key.toLowerCase() !== 'aws:principalarn'
      ) {
        return undefined;
      }
      exempt.push(...values);
    }
  }
  return exempt;
}

/**
 * What of a key policy keeps the key from being disabled or deleted: a Deny for everybody, and whom it exempts.
 *
 * @returns `undefined` when one of the two is not denied to everybody else
 */
export function guardOf(
  policy: string,
): { readonly exempt: readonly string[] } | undefined {
  const read = policyDocument.safeParse(parseJson(policy));
  if (!read.success) {
    return undefined;
  }
  const denies = read.data.Statement.flatMap(
    ({ Effect, Principal, Action = [], Condition }) => {
      const exempt = exemptBy(Condition);
      return Effect === 'Deny' &&
        everybody.safeParse(Principal).success &&
        exempt
        ? [{ Action, exempt }]
        : [];
    },
  );
  const exempt = new Set<string>();
  for (const action of GUARDED) {
    const deny = denies.find(({ Action }) =>
      Action.some(pattern => covers(pattern, action)),
    );
    if (!deny) {
      return undefined;
    }
    deny.exempt.forEach(arn => exempt.add(arn));
  }
  return { exempt: [...exempt] };
}
