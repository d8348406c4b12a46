import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { startPortal } from '../__testUtils__/startPortal';

const path = '/api/vault-eks/v1/transitions';
const ours = `${path}?entityRef=resource:default/vault-prod`;

describe('GET /v1/transitions', () => {
  it('has nothing to tell of a Vault that is not registered', async () => {
    const { server } = await startPortal();
    const { status, body } = await request(server).get(ours);
    expect({ status, body }).toEqual({
      status: 200,
      body: { transitions: [] },
    });
  });

  it('refuses who is not signed in', async () => {
    const { server } = await startPortal();
    const { status } = await request(server)
      .get(ours)
      .set('Authorization', mockCredentials.none.header());
    expect(status).toBe(401);
  });

  it('refuses whom the policy denies', async () => {
    const { server } = await startPortal({ denied: ['vault-eks.status.read'] });
    const { status } = await request(server).get(ours);
    expect(status).toBe(403);
  });

  it('knows no entity that the catalog does not have', async () => {
    const { server } = await startPortal();
    const { status } = await request(server).get(
      `${path}?entityRef=resource:default/other`,
    );
    expect(status).toBe(404);
  });

  it.each([
    ['kinds=leader', /kinds/],
    ['before=0', /before/],
    ['before=99999999999', /before/],
    ['limit=501', /limit/],
    ['limit=x', /limit/],
  ])('refuses %s by name', async (query, name) => {
    const { server } = await startPortal();
    const { status, body } = await request(server).get(`${ours}&${query}`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(name);
  });
});
