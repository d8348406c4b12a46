import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  VAULT_EKS_REGISTRY_TOPIC,
  vaultEksClusterManagePermission,
  vaultEksClusterRegisterPermission,
  vaultEksStatusReadPermission,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod/v3';
import type { AllowedTargets } from '../access/AllowedTargets';
import type { ClusterAccess } from '../access/ClusterAccess';
import { entityRefParameter, parseRequest } from '../http/query';
import type { ClusterRegistry, Fleet } from './ClusterRegistry';
import { isTrusted } from './clusterRow';
import { clusterRegistrationSchema } from './registration';

const unregisterQuery = z.object({ entityRef: entityRefParameter });

/** The three verbs of /v1/clusters. */
export interface ClusterRoutes {
  readonly list: RequestHandler;
  readonly register: RequestHandler;
  readonly unregister: RequestHandler;
}

/** The registry over HTTP. Services may use it too: the catalog reads it, a scaffolder task writes it. */
export function clusterRoutes(options: {
  readonly access: ClusterAccess;
  readonly auditor: AuditorService;
  readonly events: EventsService;
  readonly httpAuth: HttpAuthService;
  readonly registry: ClusterRegistry & Fleet;
  readonly targets: AllowedTargets;
}): ClusterRoutes {
  const { access, auditor, events, httpAuth, registry, targets } = options;

  const callerOf = (req: Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  /** Every change of the registry leaves an audit event and, when it happened, tells the other plugins. */
  const manage = async <T>(
    req: Request,
    eventId: string,
    entityRef: string,
    change: () => Promise<T>,
  ): Promise<T> => {
    const audited = await auditor.createEvent({
      eventId,
      severityLevel: 'medium',
      request: req,
      meta: { entityRef },
    });
    try {
      const result = await change();
      await audited.success();
      await events.publish({
        topic: VAULT_EKS_REGISTRY_TOPIC,
        eventPayload: { entityRef },
      });
      return result;
    } catch (error) {
      assertError(error);
      await audited.fail({ error });
      throw error;
    }
  };

  return {
    async list(req, res) {
      const credentials = await callerOf(req);
      const clusters = await registry.fleet();
      const visible = await access.allowedAmong(
        vaultEksStatusReadPermission,
        clusters.map(({ entityRef }) => entityRef),
        credentials,
      );
      res.json(clusters.filter(({ entityRef }) => visible.has(entityRef)));
    },

    async register(req, res) {
      const credentials = await callerOf(req);
      const registration = parseRequest(clusterRegistrationSchema, req.body);
      const entityRef = await registry.entityRefFor(registration.ref);
      const registered = await manage(
        req,
        'cluster-register',
        entityRef,
        async () => {
          const known = await registry.find(registration.ref);
          await (known && isTrusted(known)
            ? access.authorize(
                vaultEksClusterManagePermission,
                known.entityRef,
                credentials,
              )
            : access.authorizeBasic(
                vaultEksClusterRegisterPermission,
                credentials,
              ));
          targets.assertAllowed(registration.ref);
          return registry.register(registration);
        },
      );
      res.status(201).json(registered);
    },

    async unregister(req, res) {
      const credentials = await callerOf(req);
      const { entityRef } = parseRequest(unregisterQuery, req.query);
      await manage(req, 'cluster-unregister', entityRef, async () => {
        await access.authorize(
          vaultEksClusterManagePermission,
          entityRef,
          credentials,
        );
        await registry.unregister(entityRef);
      });
      res.status(204).end();
    },
  };
}
