import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { vaultEksAuditReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { RequestHandler, Response } from 'express';
import { audited } from '../access/audited';
import type { ClusterAccess } from '../access/ClusterAccess';
import { publicError } from '../http/publicError';
import { parseRequest } from '../http/query';
import { streamTail } from './streamTail';
import { auditQuery } from './auditQuery';
import type { TailLimiter } from './TailLimiter';

/** Aborts when the client goes or when its credentials end: a tail must not outlive the right to read it. */
function endOf(res: Response, expiresAt: Date | undefined): AbortSignal {
  const ended = new AbortController();
  // Gone while it was still being authorized: nothing will tell again.
  if (res.closed) {
    ended.abort();
    return ended.signal;
  }
  const timer =
    expiresAt &&
    setTimeout(
      () => ended.abort(),
      Math.max(0, expiresAt.getTime() - Date.now()),
    );
  res.once('close', () => {
    clearTimeout(timer);
    ended.abort();
  });
  return ended.signal;
}

/** GET /v1/audit: the audit tail of one cluster as server-sent events. */
export function auditRoute(options: {
  readonly access: ClusterAccess;
  readonly auditor: AuditorService;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
  readonly tails: Pick<TailLimiter, 'enter'>;
  readonly vaultEks: VaultEks;
}): RequestHandler {
  const { access, auditor, httpAuth, logger, shutdown, tails, vaultEks } =
    options;
  return async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const query = parseRequest(auditQuery, {
      ...req.query,
      // A browser that reconnects asks by the same address, and the header says how far it has come since.
      after: req.get('last-event-id') || req.query.after,
    });
    let leave = () => {};
    try {
      const ref = await audited(
        auditor,
        {
          eventId: 'audit-tail',
          severityLevel: 'medium',
          request: req,
          meta: { entityRef: query.entityRef, filter: { ...query.filter } },
        },
        async () => {
          const found = await access.vaultOf(
            vaultEksAuditReadPermission,
            query.entityRef,
            credentials,
          );
          leave = tails.enter(credentials.principal.userEntityRef);
          return found;
        },
      );
      const signal = AbortSignal.any([
        endOf(res, credentials.expiresAt),
        shutdown,
      ]);
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) {
        return;
      }
      const { after } = query;
      await streamTail({
        req,
        res,
        after,
        signal,
        tail: vaultEks.tailAudit(ref, {
          signal,
          history: query.history,
          filter: query.filter,
          after,
        }),
        describeFailure: error =>
          publicError({
            error,
            doing: `The audit tail of ${query.entityRef}`,
            logger,
          }).message,
      });
    } finally {
      leave();
    }
  };
}
