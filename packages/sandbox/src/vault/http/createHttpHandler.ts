import { randomUUID } from 'node:crypto';
import type {
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from 'node:http';
import type { Core } from '../core/Core';
import { ECHO_PATH } from '../ha/LeaderWatch';
import type { NodeFacts } from '../ha/Standbys';
import { refusal, type HttpAnswer } from '../logical/answer';
import { VaultError } from '../logical/errors';
import type { VaultRequest } from '../logical/Request';
import { leadershipPath, nodePaths, openActivePath } from './nodePaths';
import type { NodeStatus } from './NodeStatus';
import {
  dataOf,
  operationOf,
  readRequest,
  type HttpRequest,
} from './readRequest';

/** Answers Vault's HTTP API for one node: for itself, as the leader, or by passing the request on. */
export function createHttpHandler(core: Core, status: NodeStatus) {
  const own = nodePaths(core, status);

  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    const handler = own.get(`${request.method} ${request.path}`);
    if (handler) return handler(request);
    if (!core.unsealed) return refusal(503, 'Vault is sealed');
    return core.active ? lead(request) : passOn(request);
  };

  const lead = async (request: HttpRequest): Promise<HttpAnswer> => {
    const { active } = core;
    if (!active) return passOn(request);
    const operation = operationOf(request);
    const logical: VaultRequest = {
      id: randomUUID(),
      operation,
      path:
        operation === 'list' && !request.path.endsWith('/')
          ? `${request.path}/`
          : request.path,
      data: dataOf(request),
      clientToken: request.token,
      remote: request.remote,
      userAgent: request.userAgent,
    };
    return (
      (await leadershipPath(core, request, logical.id)) ??
      (await openActivePath(core, request, logical.id)) ??
      active.vault.handler.handle(logical)
    );
  };

  const passOn = async (request: HttpRequest): Promise<HttpAnswer> => {
    const watch = core.unsealed?.watch;
    const leader = await watch?.leader();
    if (!leader || !watch?.connection) {
      return refusal(
        500,
        'local node not active but active cluster node not found',
      );
    }
    try {
      const {
        status: code,
        headers,
        body,
      } = await watch.connection.forward(request);
      const type = headers['content-type'];
      return {
        status: code,
        headers: type === undefined ? {} : { 'content-type': type },
        body: body.length > 0 ? JSON.parse(body.toString()) : undefined,
      };
    } catch (error) {
      core.options.log.error('forward request error', {
        error: 'error during forwarding RPC request',
      });
      return {
        status: 307,
        headers: { location: new URL(request.url, leader.redirect_addr).href },
      };
    }
  };

  const serve = async (
    message: IncomingMessage,
    response: ServerResponse,
    respond: (request: HttpRequest) => Promise<HttpAnswer>,
  ) => {
    try {
      const request = await readRequest(message);
      const found = message.url?.startsWith('/v1/')
        ? await respond(request)
        : refusal(404, 'page not found');
      send(response, found);
    } catch (error) {
      if (error instanceof VaultError) {
        send(response, refusal(error.status, error.message));
        return;
      }
      core.options.log.error('request failed', {
        error: error instanceof Error ? `${error.name}: ${error.message}` : '',
      });
      send(response, refusal(500, 'internal error'));
    }
  };

  /** For clients. */
  const client: RequestListener = (message, response) => {
    serve(message, response, answer);
  };

  /** For the other nodes: requests that only the active node may answer, and heartbeats. */
  const cluster: RequestListener = (message, response) => {
    if (message.url === ECHO_PATH) {
      hear(message, response, core);
      return;
    }
    serve(message, response, lead);
  };

  return { client, cluster };
}

async function hear(
  message: IncomingMessage,
  response: ServerResponse,
  core: Core,
): Promise<void> {
  const { body } = await readRequest(message);
  const facts: NodeFacts = JSON.parse(body.toString());
  core.active?.standbys.heard(facts);
  send(response, { status: 200, body: { now: Date.now() } });
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
