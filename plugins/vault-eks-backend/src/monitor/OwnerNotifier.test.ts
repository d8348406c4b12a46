import { mockServices } from '@backstage/backend-test-utils';
import { eachDatabase } from '../__testUtils__/databases';
import { entityRef, watchedVault } from '../__testUtils__/watchedVault';
import type { Untold } from './NotificationQueue';
import { OwnerNotifier } from './OwnerNotifier';

const pods = (answers: boolean) => ({
  pods: [
    {
      name: 'vault-1',
      phase: 'Running',
      ready: answers,
      restarts: 0,
      role: answers ? ('standby' as const) : ('unreachable' as const),
    },
  ],
});

eachDatabase('OwnerNotifier', open => {
  const watching = async () => watchedVault(await open());

  it('notifies the owner, urgently of a seal', async () => {
    const { notifications, see } = await watching();
    await see({});
    await see({ sealed: true, leader: undefined });
    await see({});
    expect(notifications.send.mock.calls.map(([sent]) => sent)).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'group:default/platform' },
        payload: {
          title: 'Vault is sealed: prod',
          link: '/catalog/default/resource/vault-prod',
          severity: 'critical',
          topic: 'vault-eks.status',
          scope: 'resource:default/vault-prod:seal',
        },
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

  it('does not flood of a pod that flaps, and says how it ended', async () => {
    const { clock, notifications, round, see, titles, told } = await watching();
    await see(pods(true));
    for (let i = 0; i < 5; i += 1) {
      await see(pods(false));
      await see(pods(true));
    }
    await see(pods(false));
    expect(told()).toHaveLength(11);
    expect(titles()).toEqual([
      'The Vault pod vault-1 does not answer: prod',
      'The Vault pod vault-1 answers again: prod',
    ]);
    clock.forward(600_000);
    await see(pods(false));
    await round();
    expect(titles()).toHaveLength(3);
    expect(notifications.send.mock.lastCall?.[0].payload).toMatchObject({
      title: 'The Vault pod vault-1 does not answer: prod',
      description: '9 changes since the last message',
    });
  });

  it('does not hold a seal back because another was told', async () => {
    const { see, titles } = await watching();
    await see({});
    for (const sealed of [true, false, true, false, true]) {
      await see({ sealed });
    }
    expect(titles()).toEqual([
      'Vault is sealed: prod',
      'Vault is unsealed again: prod',
      'Vault is sealed: prod',
    ]);
  });

  it('still tells the open pages when nobody takes notifications, and tries for a while', async () => {
    const { clock, notifications, see, told } = await watching();
    notifications.send.mockRejectedValue(new Error('404'));
    await see({});
    await see({ sealed: true });
    await see({ sealed: true });
    expect(told()).toEqual(['sealed']);
    expect(notifications.send).toHaveBeenCalledTimes(2);
    clock.forward(601_000);
    await see({ sealed: true });
    await see({ sealed: true });
    expect(notifications.send).toHaveBeenCalledTimes(3);
  });
});

describe('OwnerNotifier, when notifications hang', () => {
  const untold = (id: number): Untold => ({
    entityRef,
    ...{ cluster: 'prod', owner: 'group:default/platform', family: 'seal' },
    newest: { id, entityRef, kind: 'sealed', at: new Date().toISOString() },
    ids: [id],
  });

  it('waits for each no longer than it may, and for none when the round is over', async () => {
    const round = new AbortController();
    const send = jest.fn(() => new Promise<void>(() => {}));
    const settle = jest.fn();
    const notifier = new OwnerNotifier({
      ...{ holdDownMs: 600_000, timeoutMs: 20 },
      logger: mockServices.logger.mock(),
      notifications: { send },
      queue: {
        settle,
        toldSince: async () => [],
        untold: async () => [untold(1), untold(2)],
      },
    });
    await notifier.tellOwners(round.signal);
    expect(send).toHaveBeenCalledTimes(2);
    round.abort();
    await notifier.tellOwners(round.signal);
    expect(send).toHaveBeenCalledTimes(2);
    expect(settle).not.toHaveBeenCalled();
  });
});
