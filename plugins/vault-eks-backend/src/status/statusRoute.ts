import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { vaultEksStatusReadPermission } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { RequestHandler } from 'express';
import { z } from 'zod/v3';
import type { ClusterAccess } from '../access/ClusterAccess';
import { publicError } from '../http/publicError';
import { entityRefParameter, parseRequest } from '../http/query';
import type { StatusReader } from './StatusReader';

const statusQuery = z.object({ entityRef: entityRefParameter });

/** GET /v1/status: what an on-call engineer needs to know of one cluster. */
export function statusRoute(options: {
  readonly access: ClusterAccess;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly statuses: StatusReader;
}): RequestHandler {
  const { access, httpAuth, logger, statuses } = options;
  return async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { entityRef } = parseRequest(statusQuery, req.query);
    const ref = await access.vaultOf(
      vaultEksStatusReadPermission,
      entityRef,
      credentials,
    );
    const status = await statuses.read(ref).catch(error => {
      throw publicError({
        error,
        doing: `Reading the status of ${entityRef}`,
        logger,
      });
    });
    res.json(status);
  };
}
