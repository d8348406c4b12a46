import { ConflictError, NotFoundError } from '@backstage/errors';
import { z } from 'zod/v3';
import type { VaultClient } from '../../connections/vault';
import type {
  ManagedResource,
  OperationContext,
} from '../../engine/ManagedResource';
import type { LoginRole } from './auth/roles';
import type { Custody } from './custody/Custody';
import type { VaultSession } from './session/VaultSession';

/** What only an administrator can do, one path each for policies, auth methods, mounts and audit devices. */
const ADMIN_PATHS = [
  'sys/policies/acl/any',
  'sys/auth/any',
  'sys/mounts/any',
  'sys/audit/any',
];

const capabilitiesAnswer = z.object({
  data: z.record(z.array(z.string())),
});

async function proveAdmin(
  client: VaultClient,
  token: string,
  ctx: OperationContext,
) {
  const { data } = await client.call(
    {
      method: 'POST',
      path: 'sys/capabilities-self',
      body: { paths: ADMIN_PATHS },
      token,
      signal: ctx.signal,
    },
    capabilitiesAnswer,
  );
  const lacking = ADMIN_PATHS.filter(
    path => !data[path]?.includes('sudo') || !data[path]?.includes('update'),
  );
  if (lacking.length > 0) {
    throw new ConflictError(
      `The admin login works but may not manage ${lacking.join(
        ', ',
      )}; the root token was kept`,
    );
  }
}

async function isAlive(
  client: VaultClient,
  token: string,
  ctx: OperationContext,
) {
  const answer = await client.send({
    method: 'GET',
    path: 'auth/token/lookup-self',
    token,
    signal: ctx.signal,
  });
  if (answer.status !== 200 && answer.status !== 403) {
    throw new ConflictError(
      `Vault answered ${answer.status} when asked about the root token; it was kept`,
    );
  }
  return answer.status === 200;
}

/** The end of the root token: only after an administrator has really logged in, and then everywhere. */
export function rootTokenRetired(options: {
  readonly session: VaultSession;
  readonly custody: Custody;
  readonly admin: LoginRole;
}): ManagedResource<{ readonly retired: true }, { readonly retired: true }> {
  const { session, custody, admin } = options;
  return {
    title: 'Root token revoked and removed from custody',
    async observe(ctx) {
      const record = await custody.read(ctx).catch(error => {
        if (error instanceof NotFoundError) {
          return undefined;
        }
        throw error;
      });
      return record?.state === 'initialised' && !record.rootToken
        ? { retired: true }
        : undefined;
    },
    diff: () => [],
    async create(ctx) {
      const record = await custody.read(ctx);
      if (record.state !== 'initialised') {
        throw new ConflictError(
          `Secret ${custody.name} holds no recovery keys; the root token cannot be retired`,
        );
      }
      const { rootToken, ...keys } = record;
      if (!rootToken) {
        return;
      }
      await session.onLeader(ctx, async client => {
        await proveAdmin(client, await session.login(admin, client, ctx), ctx);
        if (await isAlive(client, rootToken, ctx)) {
          await client.run({
            method: 'POST',
            path: 'auth/token/revoke-self',
            token: rootToken,
            signal: ctx.signal,
          });
        }
        if (await isAlive(client, rootToken, ctx)) {
          throw new ConflictError('The root token survived its revocation');
        }
      });
      await custody.write(keys, ctx);
      ctx.log(`The root token is revoked and gone from ${custody.name}`);
    },
    async update() {
      // It is gone or it is not.
    },
    async delete() {
      // What is gone stays gone.
    },
    output: () => ({ retired: true }),
    predict: () => ({ retired: true }),
  };
}
