import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { VaultNetwork } from '../core/VaultNetwork';
import type { Advertisement } from './Advertisement';

/** A request as it is passed on to the active node. */
export interface ForwardedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly remote: { readonly address: string; readonly port: number };
}

export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Carries the address of the first client to the active node, for its audit. */
export const FORWARDED_FOR = 'x-vault-forwarded-remote';
const TIMEOUT_MS = 90_000;

/** The standby's side of the cluster port: mutual TLS with the key from behind the barrier. */
export class ClusterClient {
  private readonly agent: Agent;

  constructor(
    readonly leader: Advertisement,
    private readonly network: VaultNetwork,
    private readonly signal: AbortSignal,
  ) {
    this.agent = new Agent({
      keepAlive: true,
      key: leader.cluster_key,
      cert: leader.cluster_cert,
      ca: leader.cluster_cert,
      servername: leader.server_name,
    });
  }

  async forward(request: ForwardedRequest): Promise<ForwardedAnswer> {
    const { host, port } = await this.network.resolve(this.leader.cluster_addr);
    const { connection: _, ...headers } = request.headers;
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        {
          agent: this.agent,
          host,
          port,
          method: request.method,
          path: request.url,
          timeout: TIMEOUT_MS,
          signal: this.signal,
          headers: {
            ...headers,
            'content-length': request.body.length,
            [FORWARDED_FOR]: `${request.remote.address} ${request.remote.port}`,
          },
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', chunk => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 500,
              headers: incoming.headers,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
      outgoing.on('error', reject);
      outgoing.end(request.body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
