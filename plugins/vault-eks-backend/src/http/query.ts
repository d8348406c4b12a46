import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

/** An entity ref in its full form, from any form that a person may write. */
export const entityRefParameter = z
  .string()
  .max(500)
  .transform((value, ctx) => {
    try {
      return stringifyEntityRef(
        parseEntityRef(value, {
          defaultKind: 'resource',
          defaultNamespace: 'default',
        }),
      );
    } catch {
      ctx.addIssue({
        code: z.ZodIssueCode.custom,
        message: 'use an entity ref such as resource:default/vault-prod',
      });
      return z.NEVER;
    }
  });

/**
 * Parses what a request sent.
 *
 * @throws InputError naming each field that cannot be used
 */
export function parseRequest<TSchema extends z.ZodTypeAny>(
  schema: TSchema,
  value: unknown,
): z.output<TSchema> {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  throw new InputError(
    result.error.issues
      .map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`)
      .join('; '),
  );
}
