import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  TRANSITION_KINDS,
  vaultEksStatusReadPermission,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { RequestHandler } from 'express';
import { z } from 'zod/v3';
import type { ClusterAccess } from '../access/ClusterAccess';
import { entityRefParameter, parseRequest } from '../http/query';
import type { ClusterRegistry } from '../registry/ClusterRegistry';
import type { TransitionStore } from './TransitionStore';

const MOST = 500;
/** The largest number that the database takes for an id. */
const MAX_ID = 2_147_483_647;

const transitionsQuery = z.object({
  entityRef: entityRefParameter,
  kinds: z
    .string()
    .transform(kinds => kinds.split(','))
    .pipe(z.array(z.enum(TRANSITION_KINDS)))
    .optional(),
  before: z.coerce.number().int().min(1).max(MAX_ID).optional(),
  limit: z.coerce.number().int().min(1).max(MOST).default(100),
});

/** GET /v1/transitions: what the monitor saw change, for a timeline. */
export function transitionsRoute(options: {
  readonly access: ClusterAccess;
  readonly httpAuth: HttpAuthService;
  readonly registry: Pick<ClusterRegistry, 'find'>;
  readonly transitions: TransitionStore;
}): RequestHandler {
  const { access, httpAuth, registry, transitions } = options;
  return async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const query = parseRequest(transitionsQuery, req.query);
    const ref = await access.vaultOf(
      vaultEksStatusReadPermission,
      query.entityRef,
      credentials,
    );
    // The entity may be another one than the one that the Vault is registered as.
    const known = await registry.find(ref);
    res.json(
      known
        ? await transitions.list({ ...query, entityRef: known.entityRef })
        : { transitions: [] },
    );
  };
}
