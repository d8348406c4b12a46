import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { fakeVaultEks, healthy, prod } from '../__testUtils__/fixtures';
import { DatabaseClusterRegistry } from '../registry/DatabaseClusterRegistry';
import { StatusReader } from '../status/StatusReader';
import { Announcer } from './Announcer';
import { ClusterMonitor } from './ClusterMonitor';
import { Observations } from './Observations';

const entityRef = 'resource:default/vault-prod';
const never = new AbortController().signal;

describe('ClusterMonitor', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function watching() {
    const knex = await databases.init('SQLITE_3');
    const { registry, db } = await DatabaseClusterRegistry.create({
      database: mockServices.database.mock({ getClient: async () => knex }),
    });
    await registry.register({ ref: prod, owner: 'group:default/platform' });
    const vaultEks = fakeVaultEks();
    const events = mockServices.events.mock();
    const signals = { publish: jest.fn() };
    const notifications = { send: jest.fn() };
    const logger = mockServices.logger.mock();
    const monitor = new ClusterMonitor({
      announcer: new Announcer({ events, logger, notifications, signals }),
      concurrency: 2,
      logger,
      observations: new Observations({ db }),
      registry,
      statuses: new StatusReader({ vaultEks, freshForMs: 0, timeoutMs: 1000 }),
    });
    const see = async (status: Partial<VaultClusterStatus>) => {
      vaultEks.status.mockResolvedValueOnce({ ...healthy, ...status });
      await monitor.lookAtAll(never);
    };
    return { events, monitor, notifications, registry, see, signals, vaultEks };
  }

  it('says nothing on the first look, nor when nothing changed', async () => {
    const { events, see, signals } = await watching();
    await see({});
    await see({});
    expect(events.publish).not.toHaveBeenCalled();
    expect(signals.publish).not.toHaveBeenCalled();
  });

  it('tells a new leader and a seal', async () => {
    const { events, see, signals } = await watching();
    await see({});
    await see({ leader: { pod: 'vault-2', since: healthy.observedAt } });
    await see({ sealed: true, leader: undefined });
    expect(signals.publish.mock.calls.map(([signal]) => signal)).toEqual([
      {
        recipients: { type: 'broadcast' },
        channel: 'vault-eks.status',
        message: { entityRef, changes: ['leader'] },
      },
      {
        recipients: { type: 'broadcast' },
        channel: 'vault-eks.status',
        message: { entityRef, changes: ['sealed'] },
      },
    ]);
    expect(events.publish).toHaveBeenCalledWith({
      topic: 'vault-eks.status',
      eventPayload: expect.objectContaining({ entityRef, leader: 'vault-2' }),
    });
  });

  it('tells a leader who lost the lead and won it again', async () => {
    const { see, signals } = await watching();
    await see({});
    await see({ leader: undefined });
    await see({ leader: { pod: 'vault-0', since: healthy.observedAt } });
    expect(signals.publish).toHaveBeenCalledTimes(1);
  });

  it('notifies the owner, urgently of a seal', async () => {
    const { notifications, see } = await watching();
    await see({});
    await see({ sealed: true, leader: undefined });
    await see({});
    expect(notifications.send.mock.calls.map(([sent]) => sent)).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'group:default/platform' },
        payload: expect.objectContaining({
          title: 'Vault is sealed: prod',
          link: '/catalog/default/resource/vault-prod',
          severity: 'critical',
        }),
      },
      {
        recipients: { type: 'entity', entityRef: 'group:default/platform' },
        payload: expect.objectContaining({
          title: 'Vault is unsealed again: prod',
          severity: 'normal',
        }),
      },
    ]);
  });

  it('still tells the open pages when nobody takes notifications', async () => {
    const { notifications, see, signals } = await watching();
    notifications.send.mockRejectedValue(new Error('404'));
    await see({});
    await see({ sealed: true });
    await see({ sealed: false });
    expect(signals.publish).toHaveBeenCalledTimes(2);
  });

  it('does not take silence for a change', async () => {
    const { see, signals } = await watching();
    await see({});
    await see({ sealed: undefined, leader: undefined });
    await see({});
    expect(signals.publish).not.toHaveBeenCalled();
  });

  it('reads the others when one cannot be read', async () => {
    const { monitor, registry, vaultEks } = await watching();
    await registry.register({
      ref: { ...prod, cluster: 'dev' },
      owner: 'group:default/platform',
    });
    vaultEks.status.mockImplementation(async ref => {
      if (ref.cluster === 'dev') {
        throw new Error('no route');
      }
      return healthy;
    });
    await monitor.lookAtAll(never);
    expect(vaultEks.status).toHaveBeenCalledTimes(2);
  });
});
