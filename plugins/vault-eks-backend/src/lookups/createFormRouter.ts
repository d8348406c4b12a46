import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { VAULT_EKS_FORM_ROUTES } from '@vault-eks/backstage-plugin-vault-eks-common';
import type {
  AwsLookups,
  VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import express, { type ErrorRequestHandler, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { planRoute } from '../plan/planRoute';
import { WorkGate } from '../sharing/WorkGate';
import { lookUpRoutes } from './lookUpRoutes';
import { createMayLookUp } from './mayLookUp';
import { readFormSettings } from './readFormSettings';

/** Twenty public PGP keys are the largest that a form sends. */
const SPEC_LIMIT = '2mb';

/**
 * What forms ask: the look-ups, and the plan. All of it stands behind one permission, since a plan tells no less than the
 * look-ups do.
 */
export function createFormRouter(options: {
  readonly auditor: AuditorService;
  readonly awsLookups: AwsLookups;
  readonly conceal: ErrorRequestHandler;
  readonly config: RootConfigService;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly permissions: PermissionsService;
  readonly shutdown: AbortSignal;
  readonly vaultEks: Pick<VaultEks, 'plan'>;
}): Router {
  const { awsLookups, config, logger } = options;
  const settings = readFormSettings(config);
  const mayLookUp = createMayLookUp(options);
  const lookUps = lookUpRoutes({
    logger,
    lookups: awsLookups,
    mayLookUp,
    freshForMs: settings.lookUpsFreshForMs,
    timeoutMs: settings.lookUpsTimeoutMs,
  });
  const plan = planRoute({
    ...options,
    mayLookUp,
    gate: new WorkGate({
      what: 'plans',
      atOnce: settings.plansAtOnce,
      perUser: settings.plansPerUser,
    }),
    timeoutMs: settings.planTimeoutMs,
  });
  const router = PromiseRouter();
  router.get(VAULT_EKS_FORM_ROUTES.clusters, lookUps.clusters);
  router.get(VAULT_EKS_FORM_ROUTES.network, lookUps.network);
  router.get(VAULT_EKS_FORM_ROUTES.keys, lookUps.keys);
  router.get(VAULT_EKS_FORM_ROUTES.tables, lookUps.tables);
  router.post(
    VAULT_EKS_FORM_ROUTES.plan,
    express.json({ limit: SPEC_LIMIT }),
    plan,
  );
  router.use(options.conceal);
  return router;
}
