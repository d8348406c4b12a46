import { ResponseError } from '@backstage/errors';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { VaultEksFormClient } from './VaultEksFormClient';

const BASE = 'http://portal.test/api/vault-eks';

describe('VaultEksFormClient', () => {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());

  const client = (timeoutMs?: number) =>
    new VaultEksFormClient({
      discoveryApi: { getBaseUrl: async () => BASE },
      fetchApi: { fetch },
      timeoutMs,
    });

  it('asks with what it was given and leaves out what is empty', async () => {
    const asked: string[] = [];
    server.use(
      http.get(`${BASE}/v1/lookups/*`, ({ request }) => {
        const { pathname, search } = new URL(request.url);
        asked.push(`${pathname}${search}`);
        return HttpResponse.json({ clusters: [], silent: [], more: false });
      }),
    );
    const { signal } = new AbortController();
    await client().findClusters({ account: '', signal });
    await client().readNetwork({ region: 'eu-west-1', cluster: 'a&b=c' });
    await client().findKeys({ region: 'eu-west-1', search: 'alias/vault' });
    await client().findTables({ region: 'eu-west-1', account: '111122223333' });
    expect(asked).toEqual([
      '/api/vault-eks/v1/lookups/clusters',
      '/api/vault-eks/v1/lookups/network?region=eu-west-1&cluster=a%26b%3Dc',
      '/api/vault-eks/v1/lookups/keys?region=eu-west-1&search=alias%2Fvault',
      '/api/vault-eks/v1/lookups/tables?region=eu-west-1&account=111122223333',
    ]);
  });

  it('sends what is known of a spec for a plan', async () => {
    let sent: unknown;
    server.use(
      http.post(`${BASE}/v1/plan`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ steps: [], findings: [] });
      }),
    );
    await client().plan({ cluster: 'prod', region: 'eu-west-1' });
    expect(sent).toEqual({ cluster: 'prod', region: 'eu-west-1' });
  });

  it('throws what the portal refuses', async () => {
    server.use(
      http.get(`${BASE}/v1/lookups/keys`, () =>
        HttpResponse.json(
          { error: { name: 'NotAllowedError', message: 'no' } },
          { status: 403 },
        ),
      ),
    );
    await expect(
      client().findKeys({ region: 'eu-west-1' }),
    ).rejects.toBeInstanceOf(ResponseError);
  });

  it('waits for an answer no longer than it should, or than it is wanted', async () => {
    server.use(
      http.get(`${BASE}/v1/lookups/tables`, () => new Promise(() => {})),
    );
    await expect(
      client(20).findTables({ region: 'eu-west-1' }),
    ).rejects.toThrow('did not answer in time');
    const leaving = new AbortController();
    const asked = client().findTables({
      region: 'eu-west-1',
      signal: leaving.signal,
    });
    leaving.abort();
    await expect(asked).rejects.toThrow(/abort/i);
  });
});
