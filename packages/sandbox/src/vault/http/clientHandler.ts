import type { RequestListener } from 'node:http';
import type { Core } from '../core/Core';
import { refusal, type HttpAnswer } from '../logical/answer';
import { answerAsLeader } from './answerAsLeader';
import { nodePaths } from './nodePaths';
import type { NodeStatus } from './NodeStatus';
import type { HttpRequest } from './readRequest';
import { serveHttp } from './serveHttp';

/** Answers Vault's HTTP API for one node: for itself, as the leader, or by passing the request on. */
export function clientHandler(core: Core, status: NodeStatus): RequestListener {
  const own = nodePaths(core, status);
  const respond = async (request: HttpRequest): Promise<HttpAnswer> => {
    if (!request.url.startsWith('/v1/')) return refusal(404, 'page not found');
    const handler = own.get(`${request.method} ${request.path}`);
    if (handler) return handler(request);
    if (!core.unsealed) return refusal(503, 'Vault is sealed');
    return core.active
      ? answerAsLeader(core, core.active, request)
      : passOn(core, request);
  };
  return (message, response) => {
    serveHttp({ message, response, log: core.options.log, respond });
  };
}

/** A standby asks the active node; when that one does not answer, the client may try it itself. */
async function passOn(core: Core, request: HttpRequest): Promise<HttpAnswer> {
  const watch = core.unsealed?.watch;
  const leader = await watch?.leader();
  if (!leader || !watch?.connection) {
    return refusal(
      500,
      'local node not active but active cluster node not found',
    );
  }
  try {
    const { status, headers, body } = await watch.connection.forward(request);
    const type = headers['content-type'];
    return {
      status,
      headers: type === undefined ? {} : { 'content-type': type },
      body: body.length > 0 ? JSON.parse(body.toString()) : undefined,
    };
  } catch {
    core.options.log.error('forward request error', {
      error: 'error during forwarding RPC request',
    });
    return {
      status: 307,
      headers: { location: new URL(request.url, leader.redirect_addr).href },
    };
  }
}
