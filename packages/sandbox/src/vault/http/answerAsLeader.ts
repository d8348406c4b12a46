import { randomUUID } from 'node:crypto';
import type { Core, Leadership } from '../core/Core';
import type { HttpAnswer } from '../logical/answer';
import { leadershipPath, openActivePath } from './activePaths';
import { generateRoot } from './generateRoot';
import { dataOf, operationOf, type HttpRequest } from './readRequest';

/** What only the active node answers. */
export async function answerAsLeader(
  core: Core,
  leadership: Leadership,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { vault } = leadership;
  const id = randomUUID();
  const operation = operationOf(request);
  const isFolder = operation === 'list' && !request.path.endsWith('/');
  return (
    (await leadershipPath(core, request, id)) ??
    (await generateRoot(core, leadership, request)) ??
    (await openActivePath(core, request, id)) ??
    vault.handler.handle({
      id,
      operation,
      path: isFolder ? `${request.path}/` : request.path,
      data: dataOf(request),
      clientToken: request.token,
      remote: request.remote,
      userAgent: request.userAgent,
    })
  );
}
