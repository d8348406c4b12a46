import { randomBytes } from 'node:crypto';
import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod/v3';
import { withRetries } from '../../../connections/retry';
import { OPERATOR } from '../auth/roles';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { VaultSession } from '../session/VaultSession';
import { timeLimit } from '../../../connections/timeLimit';

/** A test secret goes although the run that made it was called off. */
const REMOVE_TIMEOUT_MS = 15_000;

/** No proof takes as long, in milliseconds: what is older was left by a process that was killed. */
const ABANDONED_MS = 15 * 60_000;

/** When it was made, in milliseconds, and something that no other run has. */
const NAME = /^(\d{13})-[0-9a-f]{16}$/;

const listAnswer = z.object({ data: z.object({ keys: z.array(z.string()) }) });

/** A name for the test secrets of one run: those of another run at the same time have another one. */
export const newCheckName = (now = Date.now()) =>
  `${now}-${randomBytes(8).toString('hex')}`;

const isAbandoned = (name: string, now: number) => {
  const madeAt = NAME.exec(name)?.[1];
  return madeAt !== undefined && now - Number(madeAt) > ABANDONED_MS;
};

/** What can be done with the test secrets of an onboarding. The operator may write and remove them, and read none. */
export interface TestSecrets {
  write(path: string, value: string, ctx: OperationContext): Promise<void>;
  /** With all its versions. */
  remove(path: string): Promise<void>;
  /** The paths of what killed processes left below this one; nothing of runs that are alive. */
  abandoned(folder: string, ctx: OperationContext): Promise<readonly string[]>;
}

/** Test secrets in a KV version 2 mount. */
export function testSecrets(session: VaultSession, mount: string): TestSecrets {
  return {
    write: (path, value, ctx) =>
      session.as(OPERATOR, ctx, ({ client, token }) =>
        // A fresh KV mount answers 400 for a moment while it sets itself up.
        withRetries(
          () =>
            client.run({
              method: 'POST',
              path: `${mount}/data/${path}`,
              body: { data: { written: value } },
              token,
              signal: ctx.signal,
            }),
          {
            signal: ctx.signal,
            attempts: 5,
            baseMs: 500,
            retryable: error =>
              error instanceof ServiceUnavailableError ||
              (error instanceof InputError && /upgrad/i.test(error.message)),
          },
        ).catch(error => {
          throw error instanceof NotAllowedError
            ? new NotAllowedError(
                `Policy ${OPERATOR.policy} of this Vault is of an earlier release and does not let a proof write its test secret; run its deploy, or vault-eks:vault:configure, once more, which writes that policy anew`,
                error,
              )
            : error;
        }),
      ),
    remove: path => {
      const signal = timeLimit(REMOVE_TIMEOUT_MS);
      return session.as(OPERATOR, { signal }, ({ client, token }) =>
        client.run({
          method: 'DELETE',
          path: `${mount}/metadata/${path}`,
          token,
          signal,
        }),
      );
    },
    abandoned: (folder, ctx) =>
      session.as(OPERATOR, ctx, async ({ client, token }) => {
        try {
          const { data } = await client.call(
            {
              method: 'LIST',
              path: `${mount}/metadata/${folder}/`,
              token,
              signal: ctx.signal,
            },
            listAnswer,
          );
          return data.keys
            .filter(name => isAbandoned(name, Date.now()))
            .map(name => `${folder}/${name}`);
        } catch (error) {
          if (error instanceof NotFoundError) {
            return [];
          }
          throw error;
        }
      }),
  };
}
