import type { RequestHandler } from 'express';
import type { Health } from './Health';

/** Where {@link healthRoute} is; open to everybody, since probes have no credentials. */
export const HEALTH_PATH = '/v1/health';

/** GET /v1/health: 200 when all is well, else 503. */
export function healthRoute(options: {
  readonly health: Pick<Health, 'check'>;
}): RequestHandler {
  return async (_req, res) => {
    const answer = await options.health.check();
    res
      .set('Cache-Control', 'no-store')
      .status(answer.status === 'ok' ? 200 : 503)
      .json(answer);
  };
}
