import type { CallOptions } from '../../../connections/kubernetes';
import {
  withPod,
  type VaultClient,
  type VaultPods,
} from '../../../connections/vault';
import { timeLimit } from '../../../connections/timeLimit';

/** A login ends although the run that it was for was called off. */
const END_TIMEOUT_MS = 15_000;

/**
 * Ends a login before its time, after an abort too. That it could not be ended undoes nothing: it ends by itself within
 * the hour.
 */
export async function endLogin(
  pods: VaultPods,
  { client, token }: { readonly client: VaultClient; readonly token: string },
  { signal }: CallOptions,
): Promise<void> {
  const end = (through: VaultClient, until: AbortSignal) =>
    through.send({
      method: 'POST',
      path: 'auth/token/revoke-self',
      token,
      signal: until,
    });
  try {
    await end(client, signal);
  } catch {
    // By a connection of its own: the other one may be what broke, or ends with the run that was called off.
    const own = timeLimit(END_TIMEOUT_MS);
    await withPod(pods, client.node, { signal: own }, other =>
      end(other, own),
    ).catch(() => undefined);
  }
}
