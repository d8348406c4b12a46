import type { CallOptions } from '../../../connections/kubernetes';
import type { VaultClient } from '../../../connections/vault';

/** Ends a login before its time. That it could not be ended undoes nothing: it ends by itself within the hour. */
export async function endLogin(
  client: VaultClient,
  token: string,
  { signal }: CallOptions,
): Promise<void> {
  await client
    .send({ method: 'POST', path: 'auth/token/revoke-self', token, signal })
    .catch(() => undefined);
}
