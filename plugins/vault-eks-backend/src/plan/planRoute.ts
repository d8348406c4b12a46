import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  timeLimit,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { RequestHandler, Response } from 'express';
import type { MayLookUp } from '../lookups/mayLookUp';
import type { WorkGate } from '../sharing/WorkGate';
import { planAsked } from './planAsked';

/** Aborts when the client goes: nobody waits for the plan then. */
function whenGone(res: Response): AbortSignal {
  const gone = new AbortController();
  if (res.closed) {
    gone.abort();
  }
  res.once('close', () => gone.abort());
  return gone.signal;
}

/** POST /v1/plan: findings and plan for what was typed into a form so far; nothing changes. */
export function planRoute(options: {
  readonly auditor: AuditorService;
  readonly gate: WorkGate;
  readonly logger: LoggerService;
  readonly mayLookUp: MayLookUp;
  readonly shutdown: AbortSignal;
  readonly timeoutMs: number;
  readonly vaultEks: Pick<VaultEks, 'plan'>;
}): RequestHandler {
  const { auditor, gate, logger, mayLookUp, timeoutMs, vaultEks } = options;
  return async (req, res) => {
    const gone = whenGone(res);
    const credentials = await mayLookUp(req);
    const spec = parseSpec(req.body);
    const { cluster, region, account } = spec;
    const audited = await auditor.createEvent({
      eventId: 'cluster-plan',
      severityLevel: 'low',
      request: req,
      meta: { cluster, region, account },
    });
    const signal = timeLimit(timeoutMs, gone, options.shutdown);
    const { userEntityRef } = credentials.principal;
    const work = () =>
      planAsked(spec, { signal, initiator: userEntityRef, logger, vaultEks });
    try {
      const plan = await gate.run({ userEntityRef, signal, work });
      await audited.success();
      res.json(plan);
    } catch (error) {
      assertError(error);
      await audited.fail({ error });
      if (!gone.aborted) {
        throw error;
      }
    }
  };
}
