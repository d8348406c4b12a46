import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  createUnregisterCluster,
  type UnregisterCluster,
} from './unregisterCluster';

const ref = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};
const entityRef = 'resource:default/vault-demo';

describe('unregisterCluster', () => {
  let server: Server;
  let unregisterCluster: UnregisterCluster;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((req, res) => {
      asked.push(`${req.method} ${req.url}`);
      const status = req.method === 'DELETE' ? 204 : 200;
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(
        status === 200 ? JSON.stringify([{ ref, entityRef }]) : undefined,
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    unregisterCluster = createUnregisterCluster({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async pluginId => `http://127.0.0.1:${port}/${pluginId}`,
      }),
    });
  });
  beforeEach(() => asked.splice(0));
  afterAll(() => new Promise(resolve => server.close(resolve)));

  const asker = { credentials: mockCredentials.user('user:default/ada') };

  it('takes out the entity of that very Vault', async () => {
    expect(await unregisterCluster(ref, asker)).toBe(entityRef);
    expect(asked).toEqual([
      'GET /vault-eks/v1/clusters',
      `DELETE /vault-eks/v1/clusters?entityRef=${encodeURIComponent(
        entityRef,
      )}`,
    ]);
  });

  it('takes out nothing when the portal knows no such Vault', async () => {
    expect(
      await unregisterCluster({ ...ref, release: 'other' }, asker),
    ).toBeUndefined();
    expect(asked).toEqual(['GET /vault-eks/v1/clusters']);
  });
});
