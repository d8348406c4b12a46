import { Agent, request } from 'undici';
import { isObject } from '../api/json';
import { startTestCluster, TestCluster } from '../testing/testCluster';

describe('watch', () => {
  let cluster: TestCluster;
  let agent: Agent;

  beforeAll(async () => {
    cluster = await startTestCluster();
    agent = new Agent({ connect: { ca: cluster.identity.ca.certificatePem } });
  }, 30_000);

  afterAll(async () => {
    await agent.close();
    await cluster.close();
  });

  function label(name: string, labels: Record<string, string>): void {
    const { store } = cluster.server;
    const present = store.modify('', 'configmaps', 'default', name, map => {
      map.metadata.labels = labels;
    });
    if (present) return;
    store.create('', 'configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'default', labels },
    });
  }

  async function watch(
    query: string,
    meanwhile: () => void = () => {},
  ): Promise<Record<string, unknown>[]> {
    const answer = await request(
      `${cluster.server.url}/api/v1/namespaces/default/configmaps?watch=1&timeoutSeconds=1&${query}`,
      {
        dispatcher: agent,
        headers: { authorization: 'Bearer k8s-aws-v1.admin' },
      },
    );
    expect(answer.statusCode).toBe(200);
    meanwhile();
    const text = await answer.body.text();
    return text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
      .filter(isObject);
  }

  it('turns changes of labels into coming and going', async () => {
    label('moving', { on: 'no' });
    const events = await watch('labelSelector=on%3Dyes', () => {
      label('moving', { on: 'yes' });
      label('moving', { on: 'yes', more: 'x' });
      label('moving', { on: 'no' });
    });
    expect(events.map(event => event.type)).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
  });

  it('marks the end of the initial events', async () => {
    const events = await watch(
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    );
    expect(events.at(-1)).toMatchObject({
      type: 'BOOKMARK',
      object: {
        metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
  });

  it('goes on from a revision, and refuses one that is forgotten', async () => {
    label('early', {});
    const revision = cluster.server.store.get(
      '',
      'configmaps',
      'default',
      'early',
    )?.metadata.resourceVersion;
    label('late', {});
    const events = await watch(`resourceVersion=${revision}`);
    expect(events).toMatchObject([
      { type: 'ADDED', object: { metadata: { name: 'late' } } },
    ]);
    for (let i = 0; i < 5_001; i += 1) label('busy', { i: String(i) });
    expect(await watch(`resourceVersion=${revision}`)).toMatchObject([
      {
        type: 'ERROR',
        object: {
          code: 410,
          reason: 'Expired',
          message: expect.stringMatching(
            /^too old resource version: \d+ \(\d+\)$/,
          ),
        },
      },
    ]);
  });
});
