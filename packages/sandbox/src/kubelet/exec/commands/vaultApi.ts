import { readFileSync } from 'node:fs';
import type { CommandCall } from '../Shell';
import { callVault, type VaultAnswer } from './vaultCall';

/** Where `vault login` leaves its token. */
export const tokenHelper = (env: Readonly<Record<string, string>>) =>
  `${env.HOME ?? '/home/vault'}/.vault-token`;

/** Calls `VAULT_ADDR` as the `vault` command does: certificate verified against `VAULT_CACERT`, unless told not to. */
export function vaultApi(call: CommandCall) {
  const { context, args, signal } = call;
  const { env } = context;
  const given = args.find(arg => arg.startsWith('-address='));
  const address =
    given?.slice('-address='.length) ??
    env.VAULT_ADDR ??
    'https://127.0.0.1:8200';
  const read = (path: string) => {
    try {
      return readFileSync(context.hostPath(path), 'utf8');
    } catch {
      return undefined;
    }
  };
  return (
    method: 'GET' | 'PUT',
    path: string,
    body?: unknown,
  ): Promise<VaultAnswer> =>
    callVault({
      ...{ address, method, path, body, signal },
      token: env.VAULT_TOKEN ?? read(tokenHelper(env)),
      caPem: env.VAULT_CACERT ? read(env.VAULT_CACERT) : env.VAULT_CACERT_BYTES,
      skipVerify:
        args.includes('-tls-skip-verify') || env.VAULT_SKIP_VERIFY === 'true',
      reach: (hostname, port) => context.reach(hostname, port),
    });
}
