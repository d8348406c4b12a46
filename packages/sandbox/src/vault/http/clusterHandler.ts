import type { RequestListener } from 'node:http';
import type { Core } from '../core/Core';
import { ECHO_PATH } from '../ha/LeaderWatch';
import type { NodeFacts } from '../ha/Standbys';
import { refusal, type HttpAnswer } from '../logical/answer';
import { answerAsLeader } from './answerAsLeader';
import type { HttpRequest } from './readRequest';
import { serveHttp } from './serveHttp';

/** Answers the standbys on the cluster port: requests that they pass on, and their heartbeats. */
export function clusterHandler(core: Core): RequestListener {
  const respond = async (request: HttpRequest): Promise<HttpAnswer> => {
    const { active } = core;
    if (!active) return refusal(503, 'node is not active');
    if (request.url !== ECHO_PATH) return answerAsLeader(core, active, request);
    // Whoever has the key of this port is another node of the same Vault.
    const facts: NodeFacts = JSON.parse(request.body.toString());
    active.standbys.heard(facts);
    return { status: 200, body: { now: core.options.timing.now() } };
  };
  return (message, response) => {
    serveHttp({ message, response, log: core.options.log, respond });
  };
}
