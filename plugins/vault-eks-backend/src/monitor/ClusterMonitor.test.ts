import { healthy, prod } from '../__testUtils__/fixtures';
import { eachDatabase } from '../__testUtils__/databases';
import {
  entityRef,
  monitorOn,
  watchedVault,
} from '../__testUtils__/watchedVault';

const since = '2026-11-25T12:00:00.000Z';
const pod = (name: string, answers: boolean) => ({
  name,
  phase: 'Running',
  ready: answers,
  restarts: 0,
  role: answers ? ('standby' as const) : ('unreachable' as const),
});
const certificate = (daysLeft: number) => ({
  certificate: {
    subject: 'CN=vault',
    issuer: 'CN=kubernetes',
    notBefore: since,
    notAfter: since,
    daysLeft,
    fingerprint256: 'AA',
  },
});

eachDatabase('ClusterMonitor', open => {
  const watching = async () => watchedVault(await open());

  it('says nothing on the first look, nor when nothing changed', async () => {
    const { events, notifications, see, told } = await watching();
    await see({});
    await see({});
    expect(told()).toEqual([]);
    expect(events.publish).not.toHaveBeenCalled();
    expect(notifications.send).not.toHaveBeenCalled();
  });

  it('tells a new leader and a seal', async () => {
    const { events, see, signals, told } = await watching();
    await see({});
    await see({ leader: { pod: 'vault-2', since } });
    await see({ sealed: true, leader: undefined });
    expect(told()).toEqual(['leader-changed', 'sealed']);
    expect(signals.publish).toHaveBeenCalledWith({
      recipients: { type: 'broadcast' },
      channel: 'vault-eks.status',
      message: { entityRef, id: expect.any(Number) },
    });
    expect(events.publish).toHaveBeenCalledWith({
      topic: 'vault-eks.status',
      eventPayload: {
        id: expect.any(Number),
        entityRef,
        kind: 'leader-changed',
        from: 'vault-0',
        to: 'vault-2',
        at: since,
      },
    });
  });

  it('tells a leader who lost the lead and won it again', async () => {
    const { see, told } = await watching();
    await see({});
    await see({ leader: undefined });
    await see({ leader: { pod: 'vault-0', since } });
    expect(told()).toEqual(['leader-changed']);
  });

  it('tells a pod that is lost and back, and none that was scaled away', async () => {
    const { events, see, told } = await watching();
    const pods = [pod('vault-0', true), pod('vault-1', true)];
    const replicas = { wanted: 2, ready: 2 };
    await see({ pods, replicas });
    await see({ pods: [pods[0], pod('vault-1', false)], replicas });
    await see({ pods: [pods[0]], replicas });
    await see({ pods, replicas });
    await see({ pods: [pods[0]], replicas: { wanted: 1, ready: 1 } });
    expect(told()).toEqual(['pod-lost', 'pod-back']);
    expect(events.publish).toHaveBeenCalledWith(
      expect.objectContaining({
        eventPayload: expect.objectContaining({ subject: 'vault-1' }),
      }),
    );
  });

  it('tells each threshold of a certificate once, and its renewal', async () => {
    const { events, see } = await watching();
    for (const days of [31, 29, 28, 6, 0, -1, 364]) {
      await see(certificate(days));
    }
    expect(
      events.publish.mock.calls.map(([{ eventPayload }]) => eventPayload),
    ).toMatchObject([
      { kind: 'certificate-expiring', to: '30' },
      { kind: 'certificate-expiring', from: '30', to: '7' },
      { kind: 'certificate-expiring', from: '7', to: '1' },
      { kind: 'certificate-expiring', from: '1', to: '0' },
      { kind: 'certificate-renewed', from: '0' },
    ]);
  });

  it('does not take silence for a change', async () => {
    const { see, told } = await watching();
    await see({});
    await see({ sealed: undefined, leader: undefined });
    await see({});
    expect(told()).toEqual([]);
  });

  it('tells a cluster that stays silent, leaves it alone ever longer, and tells when it is back', async () => {
    const { clock, missAfter, registry, round, see, told, vaultEks } =
      await watching();
    await see({});
    await missAfter(5_000);
    expect(told()).toEqual([]);
    await missAfter(40_000);
    expect(told()).toEqual(['unreachable']);
    const asked = vaultEks.status.mock.calls.length;
    clock.forward(40_000);
    await round();
    expect(vaultEks.status).toHaveBeenCalledTimes(asked);

    const [row] = await registry.fleet();
    expect(row.snapshot).toMatchObject({
      health: 'error',
      failures: 2,
      problem: 'it could not be read',
      sealed: false,
      observedAt: healthy.observedAt,
    });
    clock.forward(40_000);
    await see({});
    expect(told()).toEqual(['unreachable', 'reachable']);
    const [back] = await registry.fleet();
    expect(back.snapshot).toMatchObject({ health: 'ok', failures: 0 });
    expect(back.snapshot).not.toHaveProperty('problem');
  });

  it('reads the others when one cannot be read', async () => {
    const { registry, round, snapshots, vaultEks } = await watching();
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
    await round();
    await expect(snapshots.last(entityRef)).resolves.toMatchObject({
      failures: 0,
    });
    await expect(
      snapshots.last('resource:default/vault-dev'),
    ).resolves.toMatchObject({ failures: 1 });
  });

  it('goes on where an instance that died between saving and telling has left off', async () => {
    const first = await watching();
    await first.see({});
    first.signals.publish.mockRejectedValue(new Error('killed'));
    await first.see({ sealed: true });
    expect(first.events.publish).not.toHaveBeenCalled();

    const next = monitorOn(first.db, first.registry, first.clock);
    first.clock.forward(61_000);
    await next.see({ sealed: true });
    await next.see({ sealed: true });
    expect(next.told()).toEqual(['sealed']);
    expect(next.events.publish).toHaveBeenCalledTimes(1);
    expect(next.titles()).toEqual(['Vault is sealed: prod']);
  });

  it('keeps one of two looks that saw the same change at once', async () => {
    const one = await watching();
    await one.see({});
    const other = monitorOn(one.db, one.registry, one.clock);
    const monitors = [one, other];
    const asked: (() => void)[] = [];
    const seal = () =>
      new Promise<typeof healthy>(resolve => {
        asked.push(() => resolve({ ...healthy, sealed: true }));
        if (asked.length === monitors.length) {
          asked.forEach(answer => answer());
        }
      });
    monitors.forEach(({ vaultEks }) =>
      vaultEks.status.mockImplementationOnce(seal),
    );
    await Promise.all([one.round(), other.round()]);
    expect([...one.told(), ...other.told()]).toEqual(['sealed']);
    const { transitions } = await one.transitions.list({
      entityRef,
      limit: 10,
    });
    expect(transitions.map(({ kind }) => kind)).toEqual([
      'sealed',
      'leader-changed',
    ]);
  });

  it('lists the leader history a page at a time', async () => {
    const { see, transitions } = await watching();
    for (const name of ['vault-0', 'vault-1', 'vault-2']) {
      await see({ leader: { pod: name, since } });
    }
    const page = await transitions.list({
      entityRef,
      kinds: ['leader-changed'],
      limit: 2,
    });
    expect(page.transitions.map(({ to }) => to)).toEqual([
      'vault-2',
      'vault-1',
    ]);
    const rest = await transitions.list({
      entityRef,
      before: page.nextBefore,
      limit: 2,
    });
    expect(rest).toMatchObject({ transitions: [{ to: 'vault-0' }] });
    expect(rest.nextBefore).toBeUndefined();
  });

  it('forgets what is old, but nothing that is still to be told', async () => {
    const { clock, see, signals, transitions } = await watching();
    await see({});
    signals.publish.mockRejectedValue(new Error('not now'));
    await see({ sealed: true });
    clock.forward(100_000);
    await expect(transitions.prune(clock.now())).resolves.toBe(1);
    await expect(
      transitions.list({ entityRef, limit: 10 }),
    ).resolves.toMatchObject({ transitions: [{ kind: 'sealed' }] });
  });
});
