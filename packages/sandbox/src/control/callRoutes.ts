import type { Express } from 'express';
import { z } from 'zod/v3';
import type { CallLog } from './CallLog';

const querySchema = z
  .object({
    service: z.string().optional(),
    operation: z.string().optional(),
    principal: z.string().optional(),
    since: z.coerce
      .number()
      .int('must be the number of a call, as in the answer before')
      .min(0, 'must be the number of a call, as in the answer before')
      .optional(),
  })
  .strict();

/** Where the calls to AWS are told, and those to the API servers and to Vault. */
export const CALL_ROUTES = {
  aws: '/control/calls',
  clusters: '/control/cluster-calls',
} as const;

/** `/control/calls` and the like: the calls that were made, and by whom. */
export function addCalls(app: Express, route: string, log: CallLog): void {
  app
    .route(route)
    .get((req, res) => {
      const query = querySchema.parse(req.query);
      res.json({
        last: log.last,
        calls: log.calls(query),
        counts: log.counts(query),
      });
    })
    .delete((_, res) => {
      log.clear();
      res.status(204).end();
    });
}
