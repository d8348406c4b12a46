import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { isObject, JsonObject } from '../../../kube/api/json';

const TIMEOUT_MS = 10_000;

/** What a client of Vault in a pod asks. */
export interface VaultCall {
  /** For example `https://vault-active.vault.svc:8200`. */
  readonly address: string;
  readonly method: 'GET' | 'PUT';
  /** Below `/v1/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string;
  readonly caPem?: string;
  readonly skipVerify?: boolean;
  readonly signal: AbortSignal;
  /** Where a port of that host really listens. */
  reach(hostname: string, port: number): number | undefined;
}

/** What Vault's command line asks and gets. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** Calls Vault from inside a pod: the name in the address is demanded of the certificate, as Vault's own clients do. */
export function callVault(call: VaultCall): Promise<VaultAnswer> {
  const { method, path, body, token, caPem, skipVerify = false, signal } = call;
  const address = new URL(call.address);
  const { hostname } = address;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(
        new Error(
          `Error: ${method === 'GET' ? 'Get' : 'Put'} "${
            address.origin
          }/v1/${path}": ${reason}`,
        ),
      );
    const secure = address.protocol === 'https:';
    const asked = Number(address.port) || (secure ? 443 : 80);
    const port = call.reach(hostname, asked);
    if (!port) {
      fail(`dial tcp ${hostname}:${asked}: connect: connection refused`);
      return;
    }
    const request = (secure ? httpsRequest : httpRequest)(
      {
        host: '127.0.0.1',
        ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
        port,
        method,
        path: `/v1/${path}`,
        ca: caPem,
        rejectUnauthorized: !skipVerify,
        timeout: TIMEOUT_MS,
        signal,
        agent: false,
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
