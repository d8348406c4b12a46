import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';
import { z } from 'zod/v3';
import { entityRefParameter, parseRequest } from '../http/query';
import type { StatusOf } from './createStatusOf';

const statusQuery = z.object({ entityRef: entityRefParameter });

/** GET /v1/status: what an on-call engineer needs to know of one cluster. */
export function statusRoute(options: {
  readonly httpAuth: HttpAuthService;
  readonly statusOf: StatusOf;
}): RequestHandler {
  const { httpAuth, statusOf } = options;
  return async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { entityRef } = parseRequest(statusQuery, req.query);
    res.json(await statusOf(entityRef, credentials));
  };
}
