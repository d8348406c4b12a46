import type { VaultClient } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import type { LoginRole } from '../auth/roles';
import type { VaultSession } from '../session/VaultSession';

/** A way in which an administrator logs in, as far as this product can go it itself. */
export interface AdminPath {
  /** For people: `service account vault/vault-admin`. */
  readonly title: string;
  /** A real login. */
  login(client: VaultClient, ctx: OperationContext): Promise<string>;
}

/** By a token of the administrators' service account. */
export function kubernetesAdminPath(
  session: VaultSession,
  admin: LoginRole,
): AdminPath {
  return {
    title: `service account ${session.pods.namespace}/${admin.serviceAccount}`,
    login: (client, ctx) => session.login(admin, client, ctx),
  };
}
