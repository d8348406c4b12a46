import { ServiceUnavailableError } from '@backstage/errors';
import type { z, ZodTypeAny } from 'zod/v3';
import { parseJson } from '../../../connections/parseJson';
import { vaultReason } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { OpenSession } from '../session/VaultSession';

/**
 * Reads one setting of Vault; `undefined` when there is none. So is what the operator may not see yet, because an earlier
 * release of this product wrote its policy: an administrator then writes policy and setting.
 */
export async function readSetting<S extends ZodTypeAny>(
  { client, token }: OpenSession,
  path: string,
  schema: S,
  ctx: OperationContext,
): Promise<z.output<S> | undefined> {
  const answer = await client.send({
    method: 'GET',
    path,
    token,
    signal: ctx.signal,
  });
  if ([204, 403, 404].includes(answer.status)) {
    return undefined;
  }
  const parsed = schema.safeParse(parseJson(answer.body));
  if (answer.status !== 200 || !parsed.success) {
    throw new ServiceUnavailableError(
      `Vault answered ${answer.status} to GET ${path}: ${
        vaultReason(answer.body) ?? 'in a form that is not understood'
      }`,
    );
  }
  return parsed.data;
}
