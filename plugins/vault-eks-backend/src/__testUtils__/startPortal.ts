import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type { JsonObject } from '@backstage/types';
import {
  awsLookupsServiceRef,
  vaultEksServiceRef,
  type AwsLookups,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { vaultEksPlugin } from '../plugin';
import { fakeVaultEks, vaultProd } from './fixtures';
import { memoryDatabase } from './memoryDatabase';

const hourly = {
  frequency: { hours: 1 },
  timeout: { minutes: 1 },
  initialDelay: { hours: 1 },
};

/** Starts the plugin in a backend whose policy allows all permissions but those denied. */
export async function startPortal(options?: {
  readonly denied?: readonly string[];
  /** Entities on which the policy denies everything. */
  readonly deniedOn?: readonly string[];
  /** What the policy waits for before it decides. */
  readonly decides?: () => Promise<void>;
  readonly entities?: Entity[];
  /** Further features, in place of what a test backend has by itself. */
  readonly features?: readonly BackendFeature[];
  /** Runs the monitor by the clock; left out, each task runs once at the start. */
  readonly byTheClock?: boolean;
  readonly awsLookups?: AwsLookups;
  readonly vaultEks?: VaultEks;
  readonly vaultEksConfig?: JsonObject;
}) {
  const awsLookups = options?.awsLookups;
  const events = mockServices.events.mock();
  const signals = { publish: jest.fn() };
  const auditor = mockServices.auditor.mock();
  const audited: string[] = [];
  auditor.createEvent.mockImplementation(async ({ eventId }) => ({
    success: async () => {
      audited.push(`${eventId} succeeded`);
    },
    fail: async () => {
      audited.push(`${eventId} failed`);
    },
  }));
  const database = memoryDatabase();
  const starting = startTestBackend({
    features: [
      vaultEksPlugin,
      database.feature,
      ...(options?.byTheClock ? [schedulerServiceFactory] : []),
      ...(options?.features ?? []),
      catalogServiceMock.factory({
        entities: options?.entities ?? [vaultProd],
      }),
      mockServices.rootConfig.factory({
        data: {
          vaultEks: {
            // The monitor has tests of its own; here it would only disturb.
            monitor: { schedule: hourly },
            sources: { schedule: hourly },
            ...options?.vaultEksConfig,
          },
        },
      }),
      mockServices.permissions.mock({
        authorize: async requests => {
          await options?.decides?.();
          return requests.map(({ permission, ...request }) => ({
            result:
              options?.denied?.includes(permission.name) ||
              ('resourceRef' in request &&
                options?.deniedOn?.includes(String(request.resourceRef)))
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          }));
        },
      }).factory,
      auditor.factory,
      events.factory,
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => signals,
      }),
      ...(awsLookups
        ? [
            createServiceFactory({
              service: awsLookupsServiceRef,
              deps: {},
              factory: () => awsLookups,
            }),
          ]
        : []),
      createServiceFactory({
        service: vaultEksServiceRef,
        deps: {},
        factory: () => options?.vaultEks ?? fakeVaultEks(),
      }),
    ],
  });
  try {
    const backend = await starting;
    return {
      audited,
      events,
      server: backend.server,
      signals,
      stop: () => backend.stop(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
