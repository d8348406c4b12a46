import { ServiceUnavailableError } from '@backstage/errors';
import { once } from 'node:events';
import request from 'supertest';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import {
  driftReport,
  keptStep,
  updatedStep,
} from '../__testUtils__/driftReports';
import { fakeVaultEks, healthy, prod } from '../__testUtils__/fixtures';
import { recordedMetrics } from '../__testUtils__/recordedMetrics';
import { startPortal } from '../__testUtils__/startPortal';
import { untilTrue } from '../__testUtils__/untilTrue';

jest.setTimeout(60_000);

const entityRef = 'resource:default/vault-prod';
const query = `?entityRef=${entityRef}`;

describe('the metrics of the portal', () => {
  let stop = async () => {};
  afterEach(() => stop());

  const start = async (options: Parameters<typeof startPortal>[0] = {}) => {
    const told = recordedMetrics();
    const portal = await startPortal({
      features: [told.metrics.factory],
      ...options,
    });
    stop = portal.stop;
    return { told, api: request(portal.server) };
  };

  it('tell how long a cluster took to answer, and how it ended, once for all viewers', async () => {
    const vaultEks = fakeVaultEks();
    const { told, api } = await start({
      vaultEks,
      vaultEksConfig: {
        status: {
          cacheFor: { seconds: 0 },
          timeout: { milliseconds: 100 },
        },
      },
    });
    const status = () => api.get(`/api/vault-eks/v1/status${query}`);
    await Promise.all([status(), status()]);
    vaultEks.status.mockRejectedValueOnce(new ServiceUnavailableError('no'));
    await status();
    vaultEks.status.mockImplementationOnce(() => new Promise(() => {}));
    await status();
    const probes = told.of('vault_eks.probe.duration');
    expect(probes.map(({ attributes }) => attributes)).toEqual([
      ...(probes.length === 4 ? [{ outcome: 'answered' }] : []),
      { outcome: 'answered' },
      { outcome: 'failed' },
      { outcome: 'timeout' },
    ]);
    const last = probes[probes.length - 1];
    expect(last.unit).toBe('s');
    expect(last.value).toBeGreaterThanOrEqual(0.09);
    expect(last.value).toBeLessThan(60);
  });

  it('tell the rounds of the monitor, and what it saw of each cluster', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.status.mockResolvedValue({ ...healthy, sealed: true });
    const owner = 'group:default/platform-team';
    const soon = {
      frequency: { hours: 1 },
      timeout: { minutes: 1 },
    };
    const { told } = await start({
      vaultEks,
      byTheClock: true,
      vaultEksConfig: {
        clusters: [{ ...prod, owner }],
        sources: { schedule: soon },
        monitor: {
          schedule: { ...soon, frequency: { seconds: 1 } },
          spread: { seconds: 0 },
        },
      },
    });
    await untilTrue('a round with the cluster is over', async () => {
      await told.collect();
      return told.of('vault_eks.cluster.sealed').length > 0;
    });
    const attributes = { entity_ref: entityRef };
    expect(told.of('vault_eks.cluster.sealed')[0]).toMatchObject({
      value: 1,
      attributes,
    });
    expect(told.of('vault_eks.cluster.reachable')[0]).toMatchObject({
      value: 1,
      attributes,
    });
    await untilTrue(
      'the round is told',
      () => told.of('vault_eks.monitor.round.duration').length > 0,
    );
    expect(told.of('vault_eks.monitor.round.duration')[0]).toMatchObject({
      unit: 's',
      attributes: { outcome: 'finished' },
    });
  });

  it('tell what differs of a cluster from its spec, and how long ago it was compared', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.drift.mockResolvedValue(
      driftReport(keptStep('table'), updatedStep('role')),
    );
    const often = { frequency: { seconds: 1 }, timeout: { minutes: 1 } };
    const { told } = await start({
      vaultEks,
      byTheClock: true,
      vaultEksConfig: {
        clusters: [{ ...prod, owner: 'group:default/platform', spec: {} }],
        sources: { schedule: often },
        monitor: { schedule: often, spread: { seconds: 0 } },
        drift: { schedule: often, backOff: { first: { milliseconds: 1 } } },
      },
    });
    const newest = async (name: string) => {
      const before = told.of(name).length;
      await told.collect();
      return told.of(name).slice(before)[0];
    };
    const drift = () => newest('vault_eks.cluster.drift');
    await untilTrue('it is compared', async () => Boolean(await drift()));
    const attributes = { entity_ref: entityRef };
    expect(await drift()).toMatchObject({ value: 1, attributes });
    const age = await newest('vault_eks.cluster.drift.age');
    expect(age).toMatchObject({ unit: 's', attributes });
    expect(age.value).toBeGreaterThanOrEqual(0);
    expect(age.value).toBeLessThan(30);

    vaultEks.drift.mockRejectedValue(new ServiceUnavailableError('no'));
    await untilTrue('it cannot be compared', async () => !(await drift()));
    await untilTrue(
      'what was compared grows old',
      async () =>
        (await newest('vault_eks.cluster.drift.age')).value > age.value + 2,
    );
  });

  it('tell the tails that are open', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.tailAudit.mockImplementation(async function* tail(
      ...[, { signal }]: Parameters<VaultEks['tailAudit']>
    ) {
      yield { kind: 'source', source: { state: 'connecting' } };
      if (!signal.aborted) {
        await once(signal, 'abort');
      }
    });
    const { told, api } = await start({ vaultEks });
    const changes = () =>
      told.of('vault_eks.audit.tails').map(({ value }) => value);
    const open = api.get(`/api/vault-eks/v1/audit${query}`);
    open.end(() => {});
    await untilTrue('it is open', () => changes().length === 1);
    open.abort();
    await untilTrue('it is closed', () => changes().length === 2);
    expect(changes()).toEqual([1, -1]);
  });
});
