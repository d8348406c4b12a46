import { mockCredentials } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import type { Plan } from '@vault-eks/backstage-plugin-vault-eks-common';
import { request as httpRequest } from 'node:http';
import request from 'supertest';
import { fakeVaultEks } from '../__testUtils__/fixtures';
import { startPortal } from '../__testUtils__/startPortal';
import { untilTrue } from '../__testUtils__/untilTrue';

const PATH = '/api/vault-eks/v1/plan';
const typed = { cluster: 'prod', region: 'eu-west-1' };
const plan: Plan = { steps: [], findings: [], changes: true, blocked: false };

jest.setTimeout(60_000);

describe('POST /v1/plan', () => {
  let stop = async () => {};
  afterEach(() => stop());

  const start = async (options: Parameters<typeof startPortal>[0] = {}) => {
    const vaultEks = fakeVaultEks();
    vaultEks.plan.mockResolvedValue(plan);
    const portal = await startPortal({ vaultEks, ...options });
    stop = portal.stop;
    return { ...portal, vaultEks, api: request(portal.server) };
  };

  it('plans for what was typed so far, with the defaults for the rest', async () => {
    const { api, audited, vaultEks } = await start();
    const answer = await api.post(PATH).send({ ...typed, replicas: 5 });
    expect([answer.status, answer.body]).toEqual([200, plan]);
    expect(vaultEks.plan.mock.calls[0]).toEqual([
      expect.objectContaining({
        ...typed,
        ...{ namespace: 'vault', replicas: 5 },
      }),
      expect.objectContaining({ initiator: 'user:default/mock' }),
    ]);
    expect(vaultEks.deploy).not.toHaveBeenCalled();
    expect(audited).toEqual(['cluster-plan succeeded']);
  });

  it.each([
    [{}, /cluster/],
    [{ region: 'eu-west-1' }, /cluster/],
    [{ ...typed, replicas: 0 }, /replicas/],
    [{ ...typed, seal: { key: 'existing' } }, /seal/],
    [{ ...typed, vaultToken: 'hvs.x' }, /vaultToken/],
    [[typed], /./],
  ])('refuses %j by name', async (body, name) => {
    const { api, vaultEks } = await start();
    const refused = await api.post(PATH).send(body);
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringMatching(name),
    ]);
    expect(refused.text).not.toContain('hvs.x');
    expect(vaultEks.plan).not.toHaveBeenCalled();
  });

  it('is for who may look up', async () => {
    const { api, vaultEks } = await start({
      denied: ['vault-eks.lookup.read'],
    });
    await api
      .post(PATH)
      .set('Authorization', mockCredentials.none.header())
      .send(typed)
      .expect(401);
    await api.post(PATH).send(typed).expect(403);
    expect(vaultEks.plan).not.toHaveBeenCalled();
  });

  it('tells what is wrong with the spec, and no insides of other failures', async () => {
    const { api, audited, vaultEks } = await start();
    vaultEks.plan.mockRejectedValueOnce(new InputError('values.x: no such'));
    const refused = await api.post(PATH).send(typed);
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      'values.x: no such',
    ]);
    vaultEks.plan.mockRejectedValueOnce(new Error('arn:aws:iam::1:role/x'));
    const failed = await api.post(PATH).send(typed);
    expect(failed.status).toBe(503);
    expect(failed.text).not.toContain('arn:aws');
    expect(audited).toEqual(['cluster-plan failed', 'cluster-plan failed']);
  });

  /** A plan that goes on until its signal aborts. */
  const hangs = (aborted: string[]) =>
    fakeVaultEks().plan.mockImplementation(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push('aborted');
            reject(signal.reason);
          });
        }),
    );

  it('stops planning when the client goes', async () => {
    const aborted: string[] = [];
    const { server, vaultEks } = await start();
    vaultEks.plan = hangs(aborted);
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const client = httpRequest({
      ...{ port, path: PATH, method: 'POST' },
      headers: {
        'content-type': 'application/json',
        authorization: mockCredentials.user.header(),
      },
    });
    client.on('error', () => {});
    client.end(JSON.stringify(typed));
    await untilTrue(
      'a plan is under way',
      () => vaultEks.plan.mock.calls.length === 1,
    );
    client.destroy();
    await untilTrue('the plan ends', () => aborted.length === 1);
    expect(vaultEks.plan).toHaveBeenCalledTimes(1);
  });

  it('ends in time', async () => {
    const { api, vaultEks } = await start({
      vaultEksConfig: { plans: { timeout: { milliseconds: 50 } } },
    });
    vaultEks.plan = hangs([]);
    const late = await api.post(PATH).send(typed);
    expect([late.status, late.body.error.message]).toEqual([
      503,
      expect.stringMatching(/did not answer in time/),
    ]);
  });

  it('lets one person have so many under way, and says so', async () => {
    const { api, vaultEks } = await start({
      vaultEksConfig: {
        plans: { perUser: 1, timeout: { milliseconds: 500 } },
      },
    });
    vaultEks.plan = hangs([]);
    const first = api
      .post(PATH)
      .send(typed)
      .then(answer => answer.status);
    await untilTrue(
      'a plan is under way',
      () => vaultEks.plan.mock.calls.length === 1,
    );
    const second = await api.post(PATH).send(typed);
    expect([second.status, second.body.error.message]).toEqual([
      503,
      expect.stringMatching(/already have 1 plans/),
    ]);
    expect(await first).toBe(503);
  });
});
