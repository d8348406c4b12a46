import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { prod, vaultProd } from '../__testUtils__/fixtures';
import { startPortal } from '../__testUtils__/startPortal';

const path = '/api/vault-eks/v1/clusters';
const registration = { ref: prod, owner: 'group:default/platform-team' };

describe('/v1/clusters', () => {
  it('registers, lists and unregisters, and tells the other plugins', async () => {
    const { server, events, audited } = await startPortal();
    const registered = await request(server)
      .post(path)
      .send({ ...registration, uiUrl: 'https://vault.example.com' });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      ...registration,
      entityRef: 'resource:default/vault-prod',
      uiUrl: 'https://vault.example.com',
      registeredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect((await request(server).get(path)).body).toEqual([
      { ...registered.body, sources: ['registered'] },
    ]);

    const unregistered = await request(server).delete(
      `${path}?entityRef=resource:default/vault-prod`,
    );
    expect(unregistered.status).toBe(204);
    expect((await request(server).get(path)).body).toEqual([]);

    const change = {
      topic: 'vault-eks.registry',
      eventPayload: { entityRef: 'resource:default/vault-prod' },
    };
    expect(events.publish.mock.calls).toEqual([[change], [change]]);
    expect(audited).toEqual([
      'cluster-register succeeded',
      'cluster-unregister succeeded',
    ]);
  });

  it('brings a registered cluster up to date', async () => {
    const { server } = await startPortal();
    const first = await request(server).post(path).send(registration);
    const second = await request(server)
      .post(path)
      .send({ ref: prod, owner: 'group:default/others' });
    expect(second.body).toEqual({
      ...first.body,
      owner: 'group:default/others',
    });
    expect((await request(server).get(path)).body).toHaveLength(1);
  });

  it('serves other plugins too', async () => {
    const { server } = await startPortal();
    const response = await request(server)
      .get(path)
      .set('Authorization', mockCredentials.service.header());
    expect(response.status).toBe(200);
  });

  it('refuses who is not signed in', async () => {
    const { server } = await startPortal();
    const nobody = { Authorization: mockCredentials.none.header() };
    const statuses = await Promise.all([
      request(server).get(path).set(nobody),
      request(server).post(path).set(nobody).send(registration),
      request(server).delete(`${path}?entityRef=x`).set(nobody),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('refuses changes by whom the policy denies', async () => {
    const { server, events, audited } = await startPortal({
      denied: ['vault-eks.cluster.manage', 'vault-eks.cluster.register'],
    });
    const statuses = [
      await request(server).post(path).send(registration),
      await request(server).delete(`${path}?entityRef=vault-prod`),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([403, 403]);
    expect((await request(server).get(path)).body).toEqual([]);
    expect(events.publish).not.toHaveBeenCalled();
    expect(audited).toEqual([
      'cluster-register failed',
      'cluster-unregister failed',
    ]);
  });

  it('asks for another permission once the entity is known', async () => {
    const denied: string[] = ['vault-eks.cluster.manage'];
    const { server } = await startPortal({ denied });
    const send = (owner = registration.owner) =>
      request(server)
        .post(path)
        .send({ ...registration, owner });
    expect((await send()).status).toBe(201);
    // What is repeated changes nothing.
    expect((await send()).status).toBe(201);
    const again = await send('group:default/others');
    expect(again.status).toBe(403);
    expect(again.body.error.message).toMatch(
      'vault-eks.cluster.manage on resource:default/vault-prod',
    );
    denied.splice(0, 1, 'vault-eks.cluster.register');
    expect((await send('group:default/others')).status).toBe(201);
    expect((await send('group:default/others')).status).toBe(403);
  });

  it('registers nothing under a name that somebody else has taken in the catalog', async () => {
    const squatting = {
      ...vaultProd,
      spec: { ...vaultProd.spec, owner: 'user:default/mallory' },
    };
    const { server, audited } = await startPortal({ entities: [squatting] });
    const refused = await request(server).post(path).send(registration);
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      expect.stringMatching(/entity resource:default\/vault-prod already/),
    ]);
    expect((await request(server).get(path)).body).toEqual([]);
    expect(audited).toEqual(['cluster-register failed']);
  });

  it('registers under the name of an entity that has the same owner, however it is written', async () => {
    const written = {
      ...vaultProd,
      spec: { ...vaultProd.spec, owner: 'platform-team' },
    };
    const { server } = await startPortal({ entities: [written] });
    const { status } = await request(server).post(path).send(registration);
    expect(status).toBe(201);
  });

  it('lists only what one may see', async () => {
    const { server } = await startPortal({ denied: ['vault-eks.status.read'] });
    await request(server).post(path).send(registration);
    const response = await request(server).get(path);
    expect({ status: response.status, body: response.body }).toEqual({
      status: 200,
      body: [],
    });
  });

  it('cannot unregister what is not registered', async () => {
    const { server } = await startPortal();
    const response = await request(server).delete(
      `${path}?entityRef=resource:default/vault-prod`,
    );
    expect(response.status).toBe(404);
  });

  it('registers only where app-config allows', async () => {
    const { server } = await startPortal({
      vaultEksConfig: { regions: ['us-east-1'] },
    });
    const response = await request(server).post(path).send(registration);
    expect(response.status).toBe(403);
    expect((await request(server).get(path)).body).toEqual([]);
  });

  it.each([
    [{ ...registration, ref: { ...prod, account: '12' } }, /ref\.account: /],
    [{ ...registration, owner: 'not a ref' }, /owner: /],
    [{ ...registration, uiUrl: 'http://vault.example.com' }, /uiUrl: /],
    [{ ...registration, token: 'x' }, /token/],
  ])('refuses %j by name', async (body, name) => {
    const { server } = await startPortal();
    const response = await request(server).post(path).send(body);
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(name);
  });
});
