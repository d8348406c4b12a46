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

/** `/control/calls`: the AWS calls that were made, and by whom. */
export function addCalls(app: Express, log: CallLog): void {
  app
    .route('/control/calls')
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
