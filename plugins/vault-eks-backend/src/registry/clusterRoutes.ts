import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { JsonObject } from '@backstage/types';
import {
  VAULT_EKS_REGISTRY_TOPIC,
  vaultEksClusterManagePermission,
  vaultEksClusterRegisterPermission,
  vaultEksStatusReadPermission,
  type ClusterRegistration,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod/v3';
import type { AllowedTargets } from '../access/AllowedTargets';
import { audited } from '../access/audited';
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
    change: {
      readonly request: Request;
      readonly eventId: string;
      readonly meta: JsonObject & { readonly entityRef: string };
    },
    work: () => Promise<T>,
  ): Promise<T> => {
    const event = { ...change, severityLevel: 'medium' } as const;
    const result = await audited(auditor, event, work);
    const { entityRef } = change.meta;
    await events.publish({
      topic: VAULT_EKS_REGISTRY_TOPIC,
      eventPayload: { entityRef },
    });
    return result;
  };

  /**
   * A Vault that is registered is guarded by its entity. A repetition is not: the catalog may not show the entity yet, and
   * a task that goes on after a restart registers once more what it registered before.
   */
  const mayRegister = async (
    registration: ClusterRegistration,
    credentials: BackstageCredentials,
  ): Promise<void> => {
    const known = await registry.find(registration.ref);
    const guarded =
      known && isTrusted(known) && !(await registry.isRegistered(registration));
    await (guarded
      ? access.authorize(
          vaultEksClusterManagePermission,
          known.entityRef,
          credentials,
        )
      : access.authorizeBasic(vaultEksClusterRegisterPermission, credentials));
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
      const { ref, owner } = registration;
      const registered = await manage(
        {
          request: req,
          eventId: 'cluster-register',
          meta: { entityRef, ref: { ...ref }, owner },
        },
        async () => {
          await mayRegister(registration, credentials);
          targets.assertAllowed(ref);
          const known = await registry.find(ref);
          if (!known || !isTrusted(known)) {
            await access.assertNameIsFree({ entityRef, owner }, credentials);
          }
          return registry.register(registration);
        },
      );
      res.status(201).json(registered);
    },

    async unregister(req, res) {
      const credentials = await callerOf(req);
      const { entityRef } = parseRequest(unregisterQuery, req.query);
      const change = {
        request: req,
        eventId: 'cluster-unregister',
        meta: { entityRef },
      };
      await manage(change, async () => {
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
