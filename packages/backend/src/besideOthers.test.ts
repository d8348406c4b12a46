import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';

const data = {
  kubernetes: {
    serviceLocatorMethod: { type: 'multiTenant' },
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'platform-prod',
            url: 'https://platform-prod.example.com',
            authProvider: 'aws',
          },
        ],
      },
    ],
  },
  vault: {
    baseUrl: 'https://vault.example.com',
    schedule: false,
    auth: { type: 'static', secret: 'a token of a test' },
  },
  vaultEks: {
    regions: ['eu-west-1'],
    clusters: [
      {
        cluster: 'platform-prod',
        region: 'eu-west-1',
        account: '111122223333',
        owner: 'group:default/platform-team',
      },
    ],
    // A delay would keep a test's scheduler from running it at all.
    sources: {
      schedule: { frequency: { hours: 1 }, timeout: { minutes: 1 } },
    },
    monitor: {
      schedule: {
        frequency: { hours: 1 },
        timeout: { minutes: 1 },
        initialDelay: { hours: 1 },
      },
    },
  },
};

// Three plugins are loaded, which takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('beside the Kubernetes plugin and the community Vault plugin', () => {
  it('each answers below its own path, by its own configuration', async () => {
    const { server } = await startTestBackend({
      features: [
        import('@backstage/plugin-kubernetes-backend'),
        import('@backstage-community/plugin-vault-backend'),
        import('@vault-eks/backstage-plugin-vault-eks-backend'),
        eventsServiceFactory,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({ data }),
      ],
    });
    const clusters = await request(server).get('/api/kubernetes/clusters');
    expect(clusters.body.items).toMatchObject([{ name: 'platform-prod' }]);
    const health = await request(server).get('/api/vault/health');
    expect(health.body).toEqual({ status: 'ok' });
    // What app-config names is taken up by a task of its own.
    let vaults: unknown[] = [];
    while (vaults.length === 0) {
      await sleep(100);
      vaults = (await request(server).get('/api/vault-eks/v1/clusters')).body;
    }
    expect(vaults).toMatchObject([
      { ref: { cluster: 'platform-prod', region: 'eu-west-1' } },
    ]);
  });
});
