import { Agent, request } from 'undici';
import { at, textOf } from '../api/json';
import { startTestCluster, type TestCluster } from '../testing/testCluster';

describe('OpenAPI documents', () => {
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

  const get = (target: string) =>
    request(new URL(target, cluster.server.url), {
      dispatcher: agent,
      headers: { authorization: 'Bearer k8s-aws-v1.admin' },
    });

  it('never change at the address that the index tells, and are found again from an old one', async () => {
    const index = await (await get('/openapi/v3')).body.json();
    const address =
      textOf(at(index, 'paths', 'apis/apps/v1', 'serverRelativeURL')) ?? '';
    const document = await get(address);
    expect(document.statusCode).toBe(200);
    expect(document.headers['cache-control']).toBe('public, immutable');
    const monthsAway = Date.now() + 300 * 24 * 3600 * 1000;
    expect(Date.parse(String(document.headers.expires))).toBeGreaterThan(
      monthsAway,
    );
    expect(await document.body.json()).toMatchObject({ openapi: '3.0.0' });

    const old = await get('/openapi/v3/apis/apps/v1?hash=OLD');
    await old.body.dump();
    expect(old.statusCode).toBe(301);
    expect(old.headers.location).toBe(address);
  });
});
