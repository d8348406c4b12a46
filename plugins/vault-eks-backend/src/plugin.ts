import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { vaultEksPermissions } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  awsLookupsServiceRef,
  vaultEksServiceRef,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { AllowedTargets } from './access/AllowedTargets';
import { ClusterAccess } from './access/ClusterAccess';
import { registerAgentActions } from './agent/registerAgentActions';
import { auditRoute } from './audit/auditRoute';
import { TailLimiter } from './audit/TailLimiter';
import { Health } from './health/Health';
import { HEALTH_PATH, healthRoute } from './health/healthRoute';
import { lateAfter } from './health/lateAfter';
import { MonitorRounds } from './health/MonitorRounds';
import { concealErrors } from './http/concealErrors';
import { createFormRouter } from './lookups/createFormRouter';
import { countedTails } from './metrics/countedTails';
import { PortalMetrics } from './metrics/PortalMetrics';
import { startDriftMonitor } from './monitor/drift/startDriftMonitor';
import { SnapshotStore } from './monitor/SnapshotStore';
import { createMonitor, startMonitor } from './monitor/startMonitor';
import { TransitionStore } from './monitor/TransitionStore';
import { transitionsRoute } from './monitor/transitionsRoute';
import { readSettings } from './readSettings';
import { ClusterSources } from './registry/ClusterSources';
import { clusterRoutes } from './registry/clusterRoutes';
import { DatabaseClusterRegistry } from './registry/DatabaseClusterRegistry';
import { startSources } from './registry/startSources';
import { createRouter } from './router';
import { createStatusOf } from './status/createStatusOf';
import { StatusReader } from './status/StatusReader';
import { statusRoute } from './status/statusRoute';

/**
 * The portal's own API for Vault on EKS, and the monitor of the registered clusters.
 *
 * @public
 */
export const vaultEksPlugin = createBackendPlugin({
  pluginId: 'vault-eks',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        awsLookups: awsLookupsServiceRef,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        vaultEks: vaultEksServiceRef,
      },
      async init(deps) {
        const { auditor, config, events, httpAuth, logger, vaultEks } = deps;
        const settings = readSettings(config);
        const { registry, db } = await DatabaseClusterRegistry.create(deps);
        const targets = AllowedTargets.fromConfig(config);
        const access = new ClusterAccess({ ...deps, registry, targets });
        const metrics = new PortalMetrics(deps);
        metrics.observeFleet(() => registry.fleet());
        const statuses = new StatusReader({
          metrics,
          vaultEks,
          freshForMs: settings.statusFreshForMs,
          timeoutMs: settings.statusTimeoutMs,
        });
        const snapshots = new SnapshotStore({ db });
        const transitions = new TransitionStore({
          db,
          claimMs: settings.claimMs,
        });
        const statusOf = createStatusOf({
          access,
          logger,
          lastSeen: async ref => {
            const known = await registry.find(ref);
            return known && snapshots.lastStatus(known.entityRef);
          },
          statuses,
        });
        const stopping = new AbortController();
        deps.lifecycle.addShutdownHook(() => stopping.abort());

        const conceal = concealErrors(deps);
        const rounds = new MonitorRounds({ db, metrics });
        const health = new Health({
          db,
          logger,
          rounds,
          lateAfterMs: lateAfter(settings.monitorSchedule),
        });
        deps.httpRouter.addAuthPolicy({
          path: HEALTH_PATH,
          allow: 'unauthenticated',
        });

        deps.permissionsRegistry.addPermissions(vaultEksPermissions);
        deps.httpRouter.use(
          createRouter({
            status: statusRoute({ httpAuth, statusOf }),
            audit: auditRoute({
              access,
              auditor,
              httpAuth,
              logger,
              shutdown: stopping.signal,
              tails: countedTails(
                new TailLimiter({
                  perUser: settings.tailsPerUser,
                  total: settings.tailsTotal,
                }),
                metrics,
              ),
              vaultEks,
            }),
            clusters: clusterRoutes({
              access,
              auditor,
              events,
              httpAuth,
              registry,
              targets,
            }),
            conceal,
            health: healthRoute({ health }),
            transitions: transitionsRoute({
              access,
              httpAuth,
              registry,
              transitions,
            }),
          }),
        );
        deps.httpRouter.use(
          createFormRouter({ ...deps, conceal, shutdown: stopping.signal }),
        );

        registerAgentActions({
          ...deps,
          access,
          registry,
          shutdown: stopping.signal,
          statusOf,
        });

        const parts = { ...deps, registry, settings, statuses, transitions };
        const monitor = createMonitor({ ...parts, db, snapshots });
        await startMonitor({ ...parts, monitor, rounds });
        await startDriftMonitor({ ...parts, db });
        const sources = new ClusterSources({ db });
        await startSources({ ...parts, sources, targets });
      },
    });
  },
});
