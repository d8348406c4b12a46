import { request as httpsRequest } from 'node:https';
import type { VaultNetwork } from '../core/VaultNetwork';
import { isJsonObject, type JsonObject } from '../util/json';

const TIMEOUT_MS = 10_000;

/** One call of the Kubernetes API from inside a pod. */
export interface PodKubeRequest {
  /** For example `https://kubernetes.default.svc`. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly caPem: string | undefined;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Calls the API server by the addresses that pods use, verifying its certificate. */
export function kubeRequester(network: VaultNetwork, signal: AbortSignal) {
  return async (
    options: PodKubeRequest,
  ): Promise<{ readonly status: number; readonly body: JsonObject }> => {
    const named = new URL(options.host).hostname;
    const { host, port } = await network.resolve(options.host);
    const payload =
      options.body === undefined ? undefined : JSON.stringify(options.body);
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        {
          host,
          port,
          method: options.method,
          path: options.path,
          ca: options.caPem,
          // The certificate must be valid for the name that the pod used, not for where it listens here.
          servername: /^[\d.]+$/.test(named) ? 'kubernetes.default.svc' : named,
          timeout: TIMEOUT_MS,
          signal,
          headers: {
            accept: 'application/json',
            authorization: `Bearer ${options.token}`,
            ...(payload === undefined
              ? {}
              : {
                  'content-type': options.contentType ?? 'application/json',
                  'content-length': Buffer.byteLength(payload),
                }),
          },
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', chunk => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            resolve({
              status: incoming.statusCode ?? 500,
              body: parsed(Buffer.concat(chunks).toString()),
            });
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  };
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
