import { ServiceUnavailableError, isError } from '@backstage/errors';
import type {
  HttpLibrary,
  PromiseHttpLibrary,
  RequestContext,
  ResponseContext,
} from '@kubernetes/client-node';
import { Dispatcher, request } from 'undici';
import { withRetries } from '../retry';
import { untilAborted } from '../untilAborted';
import { kubernetesError } from './kubernetesError';
import { timeLimit } from '../timeLimit';

type ClientModule = typeof import('@kubernetes/client-node');

/** What the transport needs for each call. */
export interface TransportOptions {
  readonly client: Pick<ClientModule, 'wrapHttpLibrary' | 'ResponseContext'>;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** An answer worth asking for again. */
class PassingTrouble extends Error {
  constructor(
    readonly answer: ResponseContext,
    readonly retryAfterMs: number | undefined,
  ) {
    super(`status ${answer.httpStatusCode}`);
  }
}

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function codeOf(error: unknown): string | undefined {
  return isError(error) && 'code' in error ? String(error.code) : undefined;
}

function requestLine(context: RequestContext): string {
  return `${context.getHttpMethod()} ${new URL(context.getUrl()).pathname}`;
}

/**
 * Carries the requests of the Kubernetes client over a pooled connection. The client's own transport opens a TLS
 * connection for every call, never times out and never tries again.
 */
export function createTransport(options: TransportOptions): HttpLibrary {
  const { client, dispatcher, signal, timeoutMs, attempts } = options;

  const once = async (context: RequestContext): Promise<ResponseContext> => {
    const body = context.getBody();
    const limit = timeLimit(timeoutMs, signal);
    const answer = await untilAborted(
      limit,
      request(context.getUrl(), {
        dispatcher,
        method: context.getHttpMethod(),
        headers: context.getHeaders(),
        body: typeof body === 'string' ? body : undefined,
        signal: limit,
      }),
    );
    const text = await answer.body.text();
    const response = new client.ResponseContext(
      answer.statusCode,
      { 'content-type': String(answer.headers['content-type'] ?? '') },
      {
        text: async () => text,
        binary: async () => Buffer.from(text),
      },
    );
    if (answer.statusCode === 429 || answer.statusCode >= 500) {
      const seconds = Number(answer.headers['retry-after']);
      throw new PassingTrouble(
        response,
        Number.isFinite(seconds) ? seconds * 1000 : undefined,
      );
    }
    return response;
  };

  const library: PromiseHttpLibrary = {
    async send(context) {
      // Creating twice is not the same as creating once; everything else here is.
      const repeatable = context.getHttpMethod() !== 'POST';
      let response: ResponseContext;
      try {
        response = await withRetries(() => once(context), {
          signal,
          attempts,
          retryable: error => {
            if (error instanceof PassingTrouble) {
              const throttled = error.answer.httpStatusCode === 429;
              return repeatable || throttled
                ? error.retryAfterMs ?? true
                : false;
            }
            return repeatable || NEVER_SENT.has(codeOf(error) ?? '');
          },
        });
      } catch (error) {
        if (signal.aborted) {
          // Not the reason itself: discovery writes into the messages of errors that pass through it.
          throw new Error('The call was aborted');
        }
        if (!(error instanceof PassingTrouble)) {
          throw new ServiceUnavailableError(
            `The Kubernetes API did not answer ${requestLine(context)}: ${
              codeOf(error) ?? (isError(error) ? error.name : 'unknown')
            }`,
          );
        }
        response = error.answer;
      }
      if (response.httpStatusCode > 299) {
        throw kubernetesError({
          status: response.httpStatusCode,
          body: await response.body.text(),
          request: requestLine(context),
        });
      }
      return response;
    },
  };
  return client.wrapHttpLibrary(library);
}
