import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { createRegisterCluster, type RegisterCluster } from './registerCluster';

const registration = {
  ref: {
    cluster: 'demo',
    region: 'eu-west-1',
    account: '111122223333',
    namespace: 'vault',
    release: 'vault',
  },
  owner: 'group:default/platform-team',
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

describe('registerCluster', () => {
  let server: Server;
  let registerCluster: RegisterCluster;
  let answer: Answer;
  const asked: unknown[] = [];

  beforeAll(async () => {
    server = createServer(async (req, res) => {
      asked.push({
        call: `${req.method} ${req.url}`,
        authorization: req.headers.authorization,
        body: await json(req),
      });
      res.writeHead(answer.status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(answer.body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    registerCluster = createRegisterCluster({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async pluginId => `http://127.0.0.1:${port}/${pluginId}`,
      }),
    });
  });

  afterAll(() => new Promise(resolve => server.close(resolve)));

  it('sends the registration in the name of the person', async () => {
    answer = {
      status: 201,
      body: { entityRef: 'resource:default/vault-demo' },
    };
    const credentials = mockCredentials.user('user:default/ada');
    const registered = await registerCluster(registration, {
      credentials,
    });
    expect(registered.entityRef).toBe('resource:default/vault-demo');
    expect(asked).toEqual([
      {
        call: 'POST /vault-eks/v1/clusters',
        authorization: mockCredentials.service.header({
          onBehalfOf: credentials,
          targetPluginId: 'vault-eks',
        }),
        body: registration,
      },
    ]);
  });

  it('says why the portal refused', async () => {
    answer = {
      status: 403,
      body: {
        error: { name: 'NotAllowedError', message: 'The region is not listed' },
        response: { statusCode: 403 },
      },
    };
    await expect(
      registerCluster(registration, {
        credentials: mockCredentials.user(),
      }),
    ).rejects.toThrow('The region is not listed');
  });
});
