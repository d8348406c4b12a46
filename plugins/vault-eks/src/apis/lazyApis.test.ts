import { lazyVaultEksApi, lazyVaultEksFormApi } from './lazyApis';

const PLACE = { region: 'eu-west-1' };

/** A portal that answers everything, and keeps what it was asked. */
function aPortal(answer: () => Response) {
  const asked: string[] = [];
  return {
    asked,
    surroundings: {
      discoveryApi: { getBaseUrl: async () => 'http://portal/api/vault-eks' },
      fetchApi: {
        fetch: async (url: unknown, init?: RequestInit) => {
          asked.push(
            `${init?.method ?? 'GET'} ${String(url).replace(
              'http://portal/api/vault-eks/v1',
              '',
            )}`,
          );
          return answer();
        },
      },
    },
  };
}

const json = () => Response.json({ ok: true });

describe('the APIs whose code is fetched when it is needed', () => {
  it('pass on every call of cards, tab and fleet', async () => {
    const { surroundings, asked } = aPortal(json);
    const api = lazyVaultEksApi(surroundings);
    expect(asked).toEqual([]);
    expect(await api.getStatus('resource:default/v')).toEqual({ ok: true });
    await api.listClusters();
    await api.listTransitions({ entityRef: 'e', limit: 5 });
    await api.registerCluster({
      ref: {
        cluster: 'c',
        region: 'eu-west-1',
        account: '111122223333',
        namespace: 'vault',
        release: 'vault',
      },
      owner: 'group:default/team',
    });
    await api.unregisterCluster('e');
    expect(asked).toEqual([
      'GET /status?entityRef=resource%3Adefault%2Fv',
      'GET /clusters',
      'GET /transitions?entityRef=e&limit=5',
      'POST /clusters',
      'DELETE /clusters?entityRef=e',
    ]);
  });

  it('pass on the audit tail, event by event', async () => {
    const { surroundings } = aPortal(
      () =>
        new Response(
          'event: source\ndata: {"state":"following","pod":"vault-0"}\n\n',
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    );
    const events = [];
    for await (const event of lazyVaultEksApi(surroundings).tailAudit({
      entityRef: 'e',
    })) {
      events.push(event);
    }
    expect(events).toEqual([
      { kind: 'source', source: { state: 'following', pod: 'vault-0' } },
    ]);
  });

  it('pass on every call of the form', async () => {
    const { surroundings, asked } = aPortal(json);
    const api = lazyVaultEksFormApi(surroundings);
    expect(await api.findClusters({ search: 'prod' })).toEqual({ ok: true });
    await api.readNetwork({ ...PLACE, cluster: 'c' });
    await api.findKeys(PLACE);
    await api.findTables(PLACE);
    await api.plan({ cluster: 'c' });
    expect(asked).toEqual([
      'GET /lookups/clusters?search=prod',
      'GET /lookups/network?region=eu-west-1&cluster=c',
      'GET /lookups/keys?region=eu-west-1',
      'GET /lookups/tables?region=eu-west-1',
      'POST /plan',
    ]);
  });

  it('hand back a refusal as it came', async () => {
    const { surroundings } = aPortal(() =>
      Response.json(
        { error: { name: 'NotAllowedError', message: 'Owners only' } },
        { status: 403 },
      ),
    );
    await expect(
      lazyVaultEksApi(surroundings).getStatus('e'),
    ).rejects.toMatchObject({ statusCode: 403 });
  });
});
