import { mountListAnswer } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { OpenSession } from '../session/VaultSession';
import { unlessInUse } from '../unlessInUse';

/** What a mount of ours is described with, so that it is known again. */
export const MADE_BY_US = 'Made by Vault on EKS for Backstage';

/** An auth method or secrets engine as Vault lists it. */
export interface ListedMount {
  readonly type: string;
  readonly accessor?: string;
  readonly description?: string;
  readonly version?: string;
}

/** The mounts of a kind by their path, without its slash. */
export async function listMounts(
  { client, token }: OpenSession,
  kind: 'auth' | 'mounts',
  ctx: OperationContext,
): Promise<ReadonlyMap<string, ListedMount>> {
  const { data } = await client.call(
    { method: 'GET', path: `sys/${kind}`, token, signal: ctx.signal },
    mountListAnswer,
  );
  return new Map(
    Object.entries(data).map(([path, { options, ...listed }]) => [
      path.replace(/\/$/, ''),
      { ...listed, version: options?.version },
    ]),
  );
}

/** Mounts it; that it is mounted already, by a run beside this one, is as good. */
export async function mount(
  { client, token }: OpenSession,
  path: string,
  body: object,
  ctx: OperationContext,
): Promise<void> {
  await unlessInUse(() =>
    client.run({
      method: 'POST',
      path,
      body,
      token,
      signal: ctx.signal,
    }),
  );
}
