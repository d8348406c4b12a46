import type { Core } from '../core/Core';
import { answerInit } from '../core/answerInit';
import { readInitRequest } from '../core/initRequest';
import { refusal, type HttpAnswer } from '../logical/answer';
import { VaultError } from '../logical/errors';
import { answerAsLeader } from './answerAsLeader';
import type { NodeStatus } from './NodeStatus';
import { parseJson, type HttpRequest } from './readRequest';

type NodeHandler = (request: HttpRequest) => Promise<HttpAnswer>;

/** Paths that each node answers for itself, sealed or not. Keys are `METHOD path`. */
export function nodePaths(
  core: Core,
  status: NodeStatus,
): ReadonlyMap<string, NodeHandler> {
  const init: NodeHandler = async request => {
    const body = parseJson(request.body);
    if (await core.options.sealed.isInitialized()) {
      throw new VaultError(400, 'Vault is already initialized');
    }
    return { status: 200, body: await answerInit(core, readInitRequest(body)) };
  };
  const seal: NodeHandler = async request => {
    const { active } = core;
    if (active) return answerAsLeader(core, active, request);
    return core.unsealed
      ? refusal(
          500,
          'vault cannot seal when in standby mode; please restart instead',
        )
      : { status: 204 };
  };
  const unseal: NodeHandler = async () => status.sealStatus();
  return new Map<string, NodeHandler>([
    ['GET sys/health', ({ query }) => status.health(query)],
    ['HEAD sys/health', ({ query }) => status.health(query)],
    ['GET sys/seal-status', () => status.sealStatus()],
    ['GET sys/leader', () => status.leader()],
    [
      'GET sys/init',
      async () => ({
        status: 200,
        body: { initialized: await core.options.sealed.isInitialized() },
      }),
    ],
    ['PUT sys/init', init],
    ['POST sys/init', init],
    ['PUT sys/seal', seal],
    ['POST sys/seal', seal],
    ['PUT sys/unseal', unseal],
    ['POST sys/unseal', unseal],
  ]);
}
