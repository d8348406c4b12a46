import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { withRetries } from '../../../connections/retry';
import { OPERATOR } from '../auth/roles';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { VaultSession } from '../session/VaultSession';

/** A test secret goes although the run that made it was called off. */
const REMOVE_TIMEOUT_MS = 15_000;

/** What can be done with the test secrets of an onboarding. The operator may write and remove them, and read none. */
export interface TestSecrets {
  write(path: string, value: string, ctx: OperationContext): Promise<void>;
  /** With all its versions. */
  remove(path: string): Promise<void>;
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
        ),
      ),
    remove: path => {
      const signal = AbortSignal.timeout(REMOVE_TIMEOUT_MS);
      return session.as(OPERATOR, { signal }, ({ client, token }) =>
        client.run({
          method: 'DELETE',
          path: `${mount}/metadata/${path}`,
          token,
          signal,
        }),
      );
    },
  };
}
