import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLog } from '../core/ServerLog';
import { refusal, type HttpAnswer } from '../logical/answer';
import { VaultError } from '../logical/errors';
import { readRequest, type HttpRequest } from './readRequest';

/** Reads a request, has it answered and sends the answer with Vault's headers. */
export async function serveHttp(options: {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly log: ServerLog;
  readonly respond: (request: HttpRequest) => Promise<HttpAnswer>;
}): Promise<void> {
  const { message, response, log, respond } = options;
  try {
    const request = await readRequest(message);
    send(response, await respond(request));
  } catch (error) {
    if (error instanceof VaultError) {
      send(response, refusal(error.status, error.message));
      return;
    }
    log.error('request failed', {
      error: error instanceof Error ? `${error.name}: ${error.message}` : '',
    });
    send(response, refusal(500, 'internal error'));
  }
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    ...answer.headers,
  });
  response.end(
    answer.body === undefined ? undefined : `${JSON.stringify(answer.body)}\n`,
  );
}
