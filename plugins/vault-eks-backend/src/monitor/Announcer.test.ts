import { mockServices } from '@backstage/backend-test-utils';
import type { StatusTransition } from '@vault-eks/backstage-plugin-vault-eks-common';
import { Announcer } from './Announcer';

const change = (id: number): StatusTransition => ({
  ...{ id, entityRef: `resource:default/vault-${id}`, kind: 'sealed' },
  at: '2026-11-26T00:00:00.000Z',
});

function announcing() {
  const events = mockServices.events.mock();
  const signals = { publish: jest.fn() };
  const announced: number[] = [];
  const announcer = new Announcer({
    events,
    logger: mockServices.logger.mock(),
    signals,
    timeoutMs: 50,
    transitions: {
      unannounced: async () => [change(1), change(2), change(3)],
      claim: async () => true,
      announced: async id => {
        announced.push(id);
      },
    },
  });
  return { announced, announcer, events, signals };
}

describe('Announcer', () => {
  it('leaves what cannot be told in the outbox, and tells the rest', async () => {
    const { announced, announcer, events } = announcing();
    events.publish.mockRejectedValueOnce(new Error('no'));
    await announcer.announcePending();
    expect(announced).toEqual([2, 3]);
  });

  it.each(['signals', 'events'] as const)(
    'waits for %s that hang no longer than once, so that the clusters are looked at',
    async hanging => {
      const { announced, announcer, ...told } = announcing();
      told[hanging].publish.mockImplementation(() => new Promise(() => {}));
      await announcer.announcePending();
      expect(announced).toEqual([]);
      expect(told[hanging].publish).toHaveBeenCalledTimes(1);
    },
  );
});
