import { ConflictError } from '@backstage/errors';
import { z } from 'zod/v3';
import type { VaultClient, VaultPods } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import { endLogin } from '../session/endLogin';
import type { AdminPath } from './AdminPath';

/**
 * What only an administrator can do: one path each for policies, auth methods, their roles, mounts, audit devices, tokens,
 * a new root token, sealing and stepping down.
 */
export const ADMIN_PATHS = [
  'sys/policies/acl/any',
  'sys/auth/any',
  'auth/kubernetes/role/any',
  'sys/mounts/any',
  'sys/audit/any',
  'auth/token/create',
  'sys/generate-root/attempt',
  'sys/seal',
  'sys/step-down',
] as const;

const capabilitiesAnswer = z.object({
  data: z.record(z.array(z.string())),
});

async function lackingCapabilities(
  client: VaultClient,
  token: string,
  { signal }: OperationContext,
): Promise<readonly string[]> {
  const { data } = await client.call(
    {
      method: 'POST',
      path: 'sys/capabilities-self',
      body: { paths: ADMIN_PATHS },
      token,
      signal,
    },
    capabilitiesAnswer,
  );
  return ADMIN_PATHS.filter(
    path => !data[path]?.includes('sudo') || !data[path]?.includes('update'),
  );
}

/**
 * Logs in for real and has Vault say what that login may do. The login ends with the proof.
 *
 * @throws ConflictError when it may not do what an administrator must
 */
export async function proveAdmin(
  on: { readonly pods: VaultPods; readonly client: VaultClient },
  path: AdminPath,
  ctx: OperationContext,
): Promise<void> {
  const { pods, client } = on;
  const token = await path.login(client, ctx);
  try {
    const lacking = await lackingCapabilities(client, token, ctx);
    if (lacking.length > 0) {
      throw new ConflictError(
        `The admin login of ${
          path.title
        } works but may not manage ${lacking.join(
          ', ',
        )}; the root token was kept`,
      );
    }
  } finally {
    await endLogin(pods, { client, token }, ctx);
  }
  ctx.log(`Proven: ${path.title} logs in and administers Vault`);
}
