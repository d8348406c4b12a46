import type { RequestListener } from 'node:http';
import {
  loseAnswer,
  suffer,
  type HttpFault,
} from '../../interference/HttpFault';

/** A request to Vault's HTTP API, by method and path, such as `PUT sys/init`. */
export interface VaultCall {
  readonly service: 'vault';
  readonly operation: string;
  /** `client` for programs that say so in the header of Vault's own clients, `command` for the `vault` command of a pod. */
  readonly principal: 'client' | 'command';
}

/** Decides what goes wrong with requests to Vault, and hears of each. */
export interface VaultInterference {
  beforeCall(call: VaultCall): HttpFault | undefined;
  /** Told of each request, when it has been answered. */
  afterCall?(call: VaultCall, status: number): void;
}

/** Lets requests go wrong before the handler of a node sees them. */
export function interfere(
  interference: VaultInterference | undefined,
  handle: RequestListener,
): RequestListener {
  if (!interference) return handle;
  return async (message, response) => {
    const { pathname } = new URL(message.url ?? '/', 'http://vault');
    const call: VaultCall = {
      service: 'vault',
      operation: `${message.method} ${decodeURIComponent(pathname).replace(
        /^\/v1\//,
        '',
      )}`,
      principal: message.headers['x-vault-request'] ? 'client' : 'command',
    };
    response.once('close', () =>
      interference.afterCall?.(call, response.statusCode),
    );
    const fate = await suffer(interference.beforeCall(call), response);
    if (fate === 'over') return;
    if (typeof fate === 'object') {
      response.writeHead(fate.status, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify({ errors: [fate.message] })}\n`);
      return;
    }
    loseAnswer(fate, response);
    handle(message, response);
  };
}
