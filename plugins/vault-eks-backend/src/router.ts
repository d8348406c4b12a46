import { VAULT_EKS_ROUTES } from '@vault-eks/backstage-plugin-vault-eks-common';
import express, {
  type ErrorRequestHandler,
  type RequestHandler,
  type Router,
} from 'express';
import PromiseRouter from 'express-promise-router';
import { HEALTH_PATH } from './health/healthRoute';
import type { ClusterRoutes } from './registry/clusterRoutes';

/** A spec with the PGP keys of twenty holders and values for the chart is larger than most requests. */
const BODY_LIMIT = '1mb';

/** Puts the handlers on the paths that clients share with us. */
export function createRouter(handlers: {
  readonly status: RequestHandler;
  readonly audit: RequestHandler;
  readonly clusters: ClusterRoutes;
  readonly conceal: ErrorRequestHandler;
  readonly health: RequestHandler;
  readonly transitions: RequestHandler;
}): Router {
  const { status, audit, clusters, health, transitions } = handlers;
  const router = PromiseRouter();
  router.get(HEALTH_PATH, health);
  router.get(VAULT_EKS_ROUTES.status, status);
  router.get(VAULT_EKS_ROUTES.audit, audit);
  router.get(VAULT_EKS_ROUTES.transitions, transitions);
  router.get(VAULT_EKS_ROUTES.clusters, clusters.list);
  router.post(
    VAULT_EKS_ROUTES.clusters,
    express.json({ limit: BODY_LIMIT }),
    clusters.register,
  );
  router.delete(VAULT_EKS_ROUTES.clusters, clusters.unregister);
  router.use(handlers.conceal);
  return router;
}
