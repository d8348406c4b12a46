import type { Express } from 'express';
import { z } from 'zod/v3';
import type { Pace, Quotas } from '../aws';

const seconds = z.number().min(0).max(3600);

const consistencySchema = z
  .object({
    dynamodb: seconds.optional(),
    ec2: seconds.optional(),
    iam: seconds.optional(),
    kms: seconds.optional(),
  })
  .strict();

const latencySchema = z
  .object({ profile: z.enum(['none', 'realistic']) })
  .strict();

const quotaSchema = z
  .object({ interfaceEndpointsPerVpc: z.number().int().min(0).max(10_000) })
  .strict();

/** `/control/consistency`, `/control/latency` and `/control/quotas`: how AWS behaves from now on. */
export function addPace(
  app: Express,
  { pace, quotas }: { readonly pace: Pace; readonly quotas: Quotas },
): void {
  app
    .route('/control/consistency')
    .get((_, res) => {
      res.json(consistencyOf(pace));
    })
    .post((req, res) => {
      const wanted = consistencySchema.parse(req.body);
      pace.lags = scaled(wanted, 1000);
      res.json(consistencyOf(pace));
    })
    .delete((_, res) => {
      pace.lags = {};
      res.status(204).end();
    });

  app
    .route('/control/latency')
    .get((_, res) => {
      res.json({ profile: pace.latency });
    })
    .post((req, res) => {
      pace.latency = latencySchema.parse(req.body).profile;
      res.json({ profile: pace.latency });
    });

  app
    .route('/control/quotas')
    .get((_, res) => {
      res.json(quotas);
    })
    .post((req, res) => {
      Object.assign(quotas, quotaSchema.parse(req.body));
      res.json(quotas);
    });
}

function consistencyOf(pace: Pace) {
  return scaled(pace.lags, 1 / 1000);
}

function scaled(
  lags: Pace['lags'],
  factor: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(lags).map(([service, lag]) => [service, lag * factor]),
  );
}
