/** @jest-environment node */
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { VaultEksClient } from './VaultEksClient';

const BASE = 'http://portal.test/api/vault-eks';
const ENTITY = 'resource:default/demo-vault';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const client = (options: { timeoutMs?: number } = {}) =>
  new VaultEksClient({
    discoveryApi: {
      getBaseUrl: async plugin => `http://portal.test/api/${plugin}`,
    },
    fetchApi: { fetch: (...args) => fetch(...args) },
    ...options,
  });

describe('VaultEksClient', () => {
  it('asks for the status of one entity', async () => {
    server.use(
      http.get(`${BASE}/v1/status`, ({ request }) =>
        HttpResponse.json({
          asked: new URL(request.url).searchParams.get('entityRef'),
        }),
      ),
    );
    await expect(client().getStatus(ENTITY)).resolves.toEqual({
      asked: ENTITY,
    });
  });

  it('passes on what the backend refused', async () => {
    server.use(
      http.get(`${BASE}/v1/status`, () =>
        HttpResponse.json(
          {
            error: { name: 'NotAllowedError', message: 'not yours' },
            response: { statusCode: 403 },
          },
          { status: 403 },
        ),
      ),
    );
    await expect(client().getStatus(ENTITY)).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 403,
      cause: { message: 'not yours' },
    });
  });

  it('gives up when the portal does not answer', async () => {
    server.use(
      http.get(`${BASE}/v1/clusters`, () => new Promise<never>(() => {})),
    );
    await expect(client({ timeoutMs: 30 }).listClusters()).rejects.toThrow(
      'did not answer in time',
    );
  });

  it('asks for the changes of one entity, a page at a time', async () => {
    server.use(
      http.get(`${BASE}/v1/transitions`, ({ request }) =>
        HttpResponse.json(
          Object.fromEntries(new URL(request.url).searchParams),
        ),
      ),
    );
    await expect(
      client().listTransitions({
        entityRef: ENTITY,
        kinds: ['leader-changed', 'sealed'],
        before: 17,
      }),
    ).resolves.toEqual({
      entityRef: ENTITY,
      kinds: 'leader-changed,sealed',
      before: '17',
    });
  });

  it('registers and unregisters', async () => {
    const calls: unknown[] = [];
    server.use(
      http.post(`${BASE}/v1/clusters`, async ({ request }) => {
        calls.push(await request.json());
        return HttpResponse.json({ entityRef: ENTITY }, { status: 201 });
      }),
      http.delete(`${BASE}/v1/clusters`, ({ request }) => {
        calls.push(new URL(request.url).searchParams.get('entityRef'));
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const registration = {
      ref: {
        cluster: 'demo',
        region: 'eu-west-1',
        account: '123456789012',
        namespace: 'vault',
        release: 'vault',
      },
      owner: 'group:default/platform',
    };
    await expect(client().registerCluster(registration)).resolves.toEqual({
      entityRef: ENTITY,
    });
    await client().unregisterCluster(ENTITY);
    expect(calls).toEqual([registration, ENTITY]);
  });
});
