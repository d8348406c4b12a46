import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isObject, JsonObject } from '../../../kube/api/json';
import type { CommandCall } from '../Shell';

const TIMEOUT_MS = 10_000;
/** Where `vault login` leaves its token. */
export const TOKEN_HELPER = '/home/vault/.vault-token';

/** What Vault's command line asks and gets. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** Calls `VAULT_ADDR` as the `vault` command does: certificate verified against `VAULT_CACERT`, unless told not to. */
export function vaultApi(call: CommandCall) {
  const { context, args, signal } = call;
  const { env } = context;
  const address = new URL(env.VAULT_ADDR ?? 'https://127.0.0.1:8200');
  const skipVerify =
    args.includes('-tls-skip-verify') || env.VAULT_SKIP_VERIFY === 'true';
  const read = (path: string) => {
    try {
      return readFileSync(context.hostPath(path), 'utf8');
    } catch {
      return undefined;
    }
  };
  const token = env.VAULT_TOKEN ?? read(TOKEN_HELPER);
  return (method: string, path: string, body?: unknown): Promise<VaultAnswer> =>
    new Promise((resolve, reject) => {
      const port = context.localPort(Number(address.port));
      const fail = (reason: string) =>
        reject(
          new Error(
            `Error: ${method === 'GET' ? 'Get' : 'Put'} "${
              address.origin
            }/v1/${path}": ${reason}`,
          ),
        );
      if (!port) {
        fail(`dial tcp ${address.host}: connect: connection refused`);
        return;
      }
      const secure = address.protocol === 'https:';
      const request = (secure ? httpsRequest : httpRequest)(
        {
          host: address.hostname,
          port,
          method,
          path: `/v1/${path}`,
          ca: env.VAULT_CACERT ? read(env.VAULT_CACERT) : undefined,
          rejectUnauthorized: !skipVerify,
          timeout: TIMEOUT_MS,
          signal,
          headers: token ? { 'x-vault-token': token.trim() } : {},
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const parsed: unknown = text ? JSON.parse(text) : {};
            resolve({
              status: response.statusCode ?? 500,
              body: isObject(parsed) ? parsed : {},
            });
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error('timeout')));
      request.on('error', error => fail(error.message));
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
}
