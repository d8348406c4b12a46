import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

/** The input of a token that a person hands in for one run. */
export const vaultToken = z
  .string()
  .optional()
  .describe(
    'Only for a Vault that others have initialised, or in which no login works any more: a token of an administrator, as a secret of the task, `${{ secrets.VAULT_TOKEN }}`. It is used in memory and kept nowhere',
  );

/**
 * The token that was handed in; `undefined` for a field of the form that was filled and emptied again.
 *
 * @throws InputError when it is no secret of the task, since an input that is none is stored and shown as it is
 */
export function handedToken(ctx: {
  readonly input: { readonly vaultToken?: string };
  readonly secrets?: Readonly<Record<string, unknown>>;
}): string | undefined {
  const given = ctx.input.vaultToken || undefined;
  if (
    given !== undefined &&
    !Object.values(ctx.secrets ?? {}).includes(given)
  ) {
    throw new InputError(
      'vaultToken: hand the token in as a secret of the task, `vaultToken: ${{ secrets.VAULT_TOKEN }}`, filled by a field of the form with `ui:field: Secret`; revoke the one that was given, since this task has stored it',
    );
  }
  return given;
}
