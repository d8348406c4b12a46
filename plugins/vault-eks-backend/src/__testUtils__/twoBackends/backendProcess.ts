import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  vaultEksServiceRef,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { vaultEksPlugin } from '../../plugin';

/** Asks the world, which is the test: it answers as Vault does, and takes what is told. */
async function ask(path: string, body: unknown) {
  const answer = await fetch(`${process.env.WORLD_URL}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: process.env.BACKEND_NAME, body }),
  });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}

const unused = async () => {
  throw new Error('not used by the monitor');
};

const vaultEks: VaultEks = {
  plan: unused,
  deploy: unused,
  ensure: unused,
  drift: spec => ask('/drift', spec),
  destroy: unused,
  verify: unused,
  status: ref => ask('/status', ref),
  async *tailAudit() {},
};

/** One backend of several, for a test that kills it: the plugin itself on the database of app-config. */
const backend = createBackend();
backend.add(vaultEksPlugin);
backend.add(catalogServiceMock.factory({ entities: [] }));
backend.add(
  createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () => new ConfigReader(JSON.parse(process.env.APP_CONFIG ?? '{}')),
  }),
);
backend.add(
  createServiceFactory({
    service: vaultEksServiceRef,
    deps: {},
    factory: () => vaultEks,
  }),
);
backend.add(
  createServiceFactory({
    service: signalsServiceRef,
    deps: {},
    factory: () => ({
      publish: async ({ message }) => {
        await ask('/signal', message);
      },
    }),
  }),
);
backend.add(
  createServiceFactory({
    service: eventsServiceRef,
    deps: {},
    factory: () => ({
      publish: async ({ topic, eventPayload }) => {
        await ask('/event', { topic, eventPayload });
      },
      subscribe: async () => {},
    }),
  }),
);
backend.add(
  createServiceFactory({
    service: notificationService,
    deps: {},
    factory: () => ({
      send: async notification => {
        await ask('/notification', notification);
      },
    }),
  }),
);
backend.start();
