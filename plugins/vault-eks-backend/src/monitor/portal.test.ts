import request from 'supertest';
import {
  fakeVaultEks,
  healthy,
  prod,
  vaultProd,
} from '../__testUtils__/fixtures';
import { startPortal } from '../__testUtils__/startPortal';
import { untilTrue } from '../__testUtils__/untilTrue';

jest.setTimeout(60_000);

const entityRef = 'resource:default/vault-prod';
const every100ms = {
  frequency: { milliseconds: 100 },
  timeout: { seconds: 10 },
};

describe('the monitor in a portal', () => {
  it('fills the fleet list, problems first, and the history; a cluster out of reach shows what was seen last', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.status.mockImplementation(async ref => ({
      ...healthy,
      ref,
      sealed: ref.cluster === 'zeta',
    }));
    const { server, events, signals } = await startPortal({
      byTheClock: true,
      vaultEks,
      vaultEksConfig: {
        status: { cacheFor: { milliseconds: 0 } },
        monitor: { schedule: every100ms, spread: { milliseconds: 0 } },
      },
    });
    for (const cluster of ['prod', 'zeta']) {
      await request(server)
        .post('/api/vault-eks/v1/clusters')
        .send({ ref: { ...prod, cluster }, owner: vaultProd.spec?.owner });
    }
    const fleet = async () =>
      (await request(server).get('/api/vault-eks/v1/clusters')).body;
    await untilTrue('both clusters are seen', async () =>
      (await fleet()).every((row: object) => 'snapshot' in row),
    );
    expect(await fleet()).toMatchObject([
      { ref: { cluster: 'zeta' }, snapshot: { health: 'error', sealed: true } },
      { ref: { cluster: 'prod' }, snapshot: { health: 'ok', sealed: false } },
    ]);

    vaultEks.status.mockImplementation(async ref => ({
      ...healthy,
      ref,
      leader: { pod: 'vault-1', since: '2026-11-26T00:00:00.000Z' },
    }));
    const told = () =>
      events.publish.mock.calls.flatMap(([{ eventPayload }]) =>
        JSON.stringify(eventPayload).includes('leader-changed')
          ? [eventPayload]
          : [],
      );
    await untilTrue('the new leaders are told', () => told().length === 2);
    // Of a change everyone hears only where to look; what it is, who may look learns.
    expect(signals.publish.mock.calls.map(([{ message }]) => message)).toEqual(
      expect.arrayContaining([{ entityRef, id: expect.any(Number) }]),
    );
    expect(JSON.stringify(signals.publish.mock.calls)).not.toMatch(
      /leader|sealed/,
    );
    const history = await request(server).get(
      `/api/vault-eks/v1/transitions?entityRef=${entityRef}&kinds=leader-changed`,
    );
    expect(history.body.transitions).toMatchObject([
      { entityRef, from: 'vault-0', to: 'vault-1' },
      { entityRef, to: 'vault-0' },
    ]);

    vaultEks.status.mockRejectedValue(new Error('connect EHOSTUNREACH'));
    const { status, body } = await request(server).get(
      `/api/vault-eks/v1/status?entityRef=${entityRef}`,
    );
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        leader: { pod: 'vault-1' },
        stale: { reason: 'it could not be read' },
      },
    });
  });

  it.each([
    [{ monitor: { concurrency: 0 } }, /vaultEks\.monitor\.concurrency/],
    [{ monitor: { holdDown: 'soon' } }, /vaultEks\.monitor\.holdDown/],
    [{ monitor: { schedule: { frequency: 1 } } }, /frequency|timeout/],
    [{ audit: { tailsPerUser: 1.5 } }, /vaultEks\.audit\.tailsPerUser/],
    [{ status: { timeout: { seconds: 0 } } }, /vaultEks\.status\.timeout/],
    [{ drift: { timeout: { days: 60 } } }, /vaultEks\.drift\.timeout/],
    [{ lookups: { timeout: 'PT0S' } }, /vaultEks\.lookups\.timeout/],
    [{ plans: { timeout: { years: 1 } } }, /vaultEks\.plans\.timeout/],
  ])('does not start on %j', async (vaultEksConfig, path) => {
    await expect(startPortal({ vaultEksConfig })).rejects.toThrow(path);
  });
});
