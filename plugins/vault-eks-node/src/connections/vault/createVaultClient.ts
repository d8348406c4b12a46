import type { Duplex } from 'node:stream';
import { connect as tlsConnect, PeerCertificate } from 'node:tls';
import { ServiceUnavailableError, isError } from '@backstage/errors';
import { Client, Dispatcher } from 'undici';
import type { ZodType, ZodTypeDef } from 'zod/v3';
import { parseJson } from '../parseJson';
import { withRetries } from '../retry';
import { untilAborted } from '../untilAborted';
import type { VaultAnswer, VaultClient, VaultRequest } from './VaultClient';
import { PassingVaultError, SilentPodError, vaultError } from './vaultError';
import { timeLimit } from '../timeLimit';

/** How one Vault node is reached. */
export interface VaultClientOptions {
  /** The pod's name. */
  readonly node: string;
  /** The name that the node's certificate must bear. */
  readonly serverName: string;
  /** What the node's certificate must chain to, as PEM; looked up for each connection when it is a function. */
  readonly caPem: string | (() => Promise<string>);
  /** Opens the byte stream that TLS runs over: a port-forward, or a TCP connection. */
  readonly open: () => Promise<Duplex>;
  readonly timeoutMs?: number;
  /** Whether reading calls are sent while others are unanswered; all go over one connection. */
  readonly pipelined?: boolean;
  /** Given in tests. */
  readonly dispatcher?: Dispatcher;
}

/** Reading calls on their way at the same time over one connection; calls that write go alone. */
const MOST_UNANSWERED = 16;

/** In bytes; the longest that is ever asked for, a list of roles or policies, stays far below it. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** Repeating these changes nothing. */
const SAFE: ReadonlySet<VaultRequest['method']> = new Set(['GET', 'LIST']);

/** What is not better the next time, by its name: the time is over, or the answer is too long. */
const FINAL: ReadonlySet<string> = new Set([
  'TimeoutError',
  'ResponseExceededMaxSizeError',
]);

/** What was asked, for a message; parameters only say how. */
const lineOf = ({ method, path }: VaultRequest) =>
  `${method} ${path.split('?')[0]}`;

function reasonOf(error: unknown): string {
  if (!isError(error)) {
    return 'no reason given';
  }
  const code = 'code' in error ? `${error.code}: ` : '';
  return `${code}${error.message}`;
}

/** Opens the stream and looks up what to trust side by side; neither is left behind when the other fails. */
async function openTrusted(
  open: VaultClientOptions['open'],
  caPem: VaultClientOptions['caPem'],
): Promise<{ readonly carrier: Duplex; readonly ca: string }> {
  const opening = open();
  try {
    const ca = typeof caPem === 'string' ? caPem : await caPem();
    const carrier = await opening;
    // Broken while what to trust was looked up: it tells nobody any more.
    if (carrier.errored) {
      throw carrier.errored;
    }
    return { carrier, ca };
  } catch (error) {
    opening.then(
      carrier => carrier.destroy(),
      () => undefined,
    );
    throw error;
  }
}

/** A client whose TLS ends in the Vault pod itself, whatever carries the bytes. */
export function createVaultClient(options: VaultClientOptions): VaultClient {
  const { node, serverName, caPem, open, timeoutMs = 10_000 } = options;
  const origin = `https://${serverName}:8200`;
  let certificate: PeerCertificate | undefined;

  const dispatcher =
    options.dispatcher ??
    new Client(origin, {
      pipelining: options.pipelined ? MOST_UNANSWERED : 1,
      maxResponseSize: LONGEST_ANSWER,
      connect: (_target, done) => {
        openTrusted(open, caPem).then(
          ({ carrier, ca }) => {
            const socket = tlsConnect({
              socket: carrier,
              ca,
              // As Vault's own clients do: what stands in the bundle is trusted, also when it is an intermediate CA.
              allowPartialTrustChain: true,
              servername: serverName,
              ALPNProtocols: ['http/1.1'],
            });
            let settled = false;
            const settle = (error: Error | undefined) => {
              if (settled) {
                return;
              }
              settled = true;
              if (error) {
                carrier.destroy();
                done(error, null);
              } else {
                certificate = socket.getPeerCertificate();
                done(null, socket);
              }
            };
            // Both stay for good: a broken carrier is told by the carrier and by TLS, in either order.
            carrier.on('error', error => socket.destroy(error));
            socket.on('error', settle);
            socket.once('close', () =>
              settle(new Error('The connection was closed')),
            );
            socket.once('secureConnect', () => settle(undefined));
          },
          error => done(error, null),
        );
      },
    });

  const sendOnce = async (request: VaultRequest): Promise<VaultAnswer> => {
    const limit = timeLimit(request.timeoutMs ?? timeoutMs, request.signal);
    const listing = request.method === 'LIST';
    // A request that waits for its connection does not hear its signal.
    const answer = await untilAborted(
      limit,
      dispatcher.request({
        origin,
        // LIST is GET with a parameter for clients that speak plain HTTP only.
        method: listing ? 'GET' : request.method,
        path: `/v1/${request.path}${listing ? '?list=true' : ''}`,
        headers: {
          'x-vault-request': 'true',
          ...(request.token ? { 'x-vault-token': request.token } : {}),
          ...(request.body === undefined
            ? {}
            : { 'content-type': 'application/json' }),
        },
        body:
          request.body === undefined ? undefined : JSON.stringify(request.body),
        signal: limit,
      }),
    );
    return { status: answer.statusCode, body: await answer.body.text() };
  };

  const send = async (request: VaultRequest): Promise<VaultAnswer> => {
    try {
      return await withRetries(() => sendOnce(request), {
        signal: request.signal,
        attempts: SAFE.has(request.method) ? 3 : 1,
        retryable: error => !(isError(error) && FINAL.has(error.name)),
      });
    } catch (error) {
      request.signal.throwIfAborted();
      throw new SilentPodError(
        `Vault pod ${node} did not answer ${lineOf(request)}: ${reasonOf(
          error,
        )}`,
      );
    }
  };

  const succeedOnce = async (request: VaultRequest): Promise<VaultAnswer> => {
    const answer = await send(request);
    if (answer.status > 299) {
      throw vaultError({
        ...answer,
        request: `${lineOf(request)} on ${node}`,
        secrets: [request.token, ...(request.secrets ?? [])],
      });
    }
    return answer;
  };

  /** During a change of leader a node answers that it knows of none; what only reads is asked again. */
  const succeed = (request: VaultRequest): Promise<VaultAnswer> =>
    withRetries(() => succeedOnce(request), {
      signal: request.signal,
      attempts: SAFE.has(request.method) ? 3 : 1,
      retryable: error => error instanceof PassingVaultError,
    });

  return {
    node,
    send,
    async call<T>(
      request: VaultRequest,
      schema: ZodType<T, ZodTypeDef, unknown>,
    ) {
      const { body } = await succeed(request);
      const parsed = schema.safeParse(body ? parseJson(body) : {});
      if (!parsed.success) {
        // The answer itself may hold secrets; only the names of the fields are told.
        const fields = parsed.error.issues.map(i => i.path.join('.'));
        throw new ServiceUnavailableError(
          `Vault pod ${node} answered ${lineOf(
            request,
          )} in a form that is not understood: ${
            fields.filter(Boolean).join(', ') || 'it is not JSON'
          }`,
        );
      }
      return parsed.data;
    },
    async run(request) {
      await succeed(request);
    },
    peerCertificate: () => certificate,
    async close() {
      if (!options.dispatcher) {
        await dispatcher.destroy();
      }
    },
  };
}
