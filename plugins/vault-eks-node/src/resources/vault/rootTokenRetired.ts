import { ConflictError, NotFoundError } from '@backstage/errors';
import type { VaultClient } from '../../connections/vault';
import type {
  ManagedResource,
  OperationContext,
} from '../../engine/ManagedResource';
import type { AdminPath } from './admin/AdminPath';
import { proveAdmin } from './admin/proveAdmin';
import { OPERATOR } from './auth/roles';
import type { Custody } from './custody/Custody';
import type { VaultSession } from './session/VaultSession';

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

/**
 * The end of the root token: only after administrators have really logged in by each way that this product can go, and
 * so has the product itself; and then everywhere.
 */
export function rootTokenRetired(options: {
  readonly session: VaultSession;
  readonly custody: Custody;
  /** At least one. */
  readonly admins: readonly [AdminPath, ...AdminPath[]];
}): ManagedResource<{ readonly retired: true }, { readonly retired: true }> {
  const { session, custody, admins } = options;
  return {
    title: 'End of the root token (revoked, and removed from custody)',
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
        for (const admin of admins) {
          await proveAdmin({ pods: session.pods, client }, admin, ctx);
        }
        await session.login(OPERATOR, client, ctx);
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
