import { randomUUID } from 'node:crypto';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod/v3';
import { withRetries } from '../../../../connections/retry';
import { mountListAnswer } from '../../../../connections/vault';
import { CHECK_MOUNT } from '../../auth/policies/operator';
import { OPERATOR } from '../../auth/roles';
import type { OpenSession, VaultSession } from '../../session/VaultSession';
import { timeLimit } from '../../../../connections/timeLimit';

/** A verification is over long before; what is older was left by one that was killed. */
const ABANDONED_MS = 10 * 60_000;

const listAnswer = z.object({ data: z.object({ keys: z.array(z.string()) }) });

/** Brings the mount about that the test secrets are in. Two verifications may do so at once. */
async function ensureMount(
  { client, token }: OpenSession,
  signal: AbortSignal,
): Promise<void> {
  const mounts = await client.call(
    { method: 'GET', path: 'sys/mounts', token, signal },
    mountListAnswer,
  );
  if (mounts.data[`${CHECK_MOUNT}/`]) {
    return;
  }
  await client
    .run({
      method: 'POST',
      path: `sys/mounts/${CHECK_MOUNT}`,
      body: {
        type: 'kv',
        description: 'Test secrets of Vault on EKS for Backstage',
        options: { version: '2' },
      },
      token,
      signal,
    })
    .catch(error => {
      if (
        !(error instanceof InputError && /already in use/.test(error.message))
      ) {
        throw error;
      }
    });
}

/** Names bear their time, so that what was left behind can be told. */
const newName = () => `${Date.now()}-${randomUUID()}`;

/** Removes the test secrets that killed verifications left. */
export async function sweepTestSecrets(
  { client, token }: OpenSession,
  signal: AbortSignal,
): Promise<number> {
  const { data } = await client
    .call(
      { method: 'LIST', path: `${CHECK_MOUNT}/metadata`, token, signal },
      listAnswer,
    )
    .catch(error => {
      if (error instanceof NotFoundError) {
        return { data: { keys: [] } };
      }
      throw error;
    });
  const old = data.keys.filter(
    key => !(Date.now() - Number(key.split('-')[0]) < ABANDONED_MS),
  );
  for (const key of old) {
    await client.run({
      method: 'DELETE',
      path: `${CHECK_MOUNT}/metadata/${key}`,
      token,
      signal,
    });
  }
  return old.length;
}

/** A secret goes although the run that made it was called off. */
const REMOVE_TIMEOUT_MS = 15_000;

/** A fresh KV mount answers 400 for a moment while it sets itself up. */
const notReadyYet = (error: unknown) =>
  error instanceof ServiceUnavailableError ||
  (error instanceof InputError && /upgrad/i.test(error.message));

/**
 * Writes a test secret, lets it be used, and removes it: after a failure and an abort too.
 *
 * @throws whatever removing it throws, when all else went well
 */
export async function withTestSecret<T>(options: {
  readonly session: VaultSession;
  /** Through which it is written, and removed as long as that can be. */
  readonly open: OpenSession;
  readonly data: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Gets the path of the secret, as it stands in the audit log. */
  readonly use: (path: string) => Promise<T>;
}): Promise<T> {
  const { session, open, data, signal, use } = options;
  const name = newName();
  const path = `${CHECK_MOUNT}/data/${name}`;
  const remove = ({ client, token }: OpenSession, until: AbortSignal) =>
    client.run({
      method: 'DELETE',
      path: `${CHECK_MOUNT}/metadata/${name}`,
      token,
      signal: until,
    });
  await ensureMount(open, signal);
  try {
    await withRetries(
      () =>
        open.client.run({
          ...{ method: 'POST', path, body: { data }, signal },
          token: open.token,
        }),
      { signal, attempts: 5, baseMs: 500, retryable: notReadyYet },
    );
    const result = await use(path);
    await remove(open, signal);
    return result;
  } catch (error) {
    // By a connection of its own: the one that wrote it may be what broke, or ends with the run that was called off.
    const own = timeLimit(REMOVE_TIMEOUT_MS);
    await session
      .as(OPERATOR, { signal: own }, other => remove(other, own))
      .catch(() => undefined);
    throw error;
  }
}
