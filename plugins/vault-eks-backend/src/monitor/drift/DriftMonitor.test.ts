import { eachDatabase } from '../../__testUtils__/databases';
import { comparedVault, spec } from '../../__testUtils__/comparedVault';
import {
  driftReport,
  keptStep,
  leftOutStep,
  updatedStep,
} from '../../__testUtils__/driftReports';
import { prod } from '../../__testUtils__/fixtures';
import { entityRef } from '../../__testUtils__/watchedVault';
import { clusterRegistrationSchema } from '../../registry/registration';

const table = keptStep('table');
const role = keptStep('role');

eachDatabase('DriftMonitor', open => {
  const comparing = async () => comparedVault(await open());

  it('says nothing while nothing differs, and shows that', async () => {
    const { compare, notifications, recorded, round, shown } =
      await comparing();
    expect(await shown()).toBeUndefined();
    await compare(table, role);
    await compare(table, role);
    await round();
    expect(await recorded()).toEqual([]);
    expect(notifications.send).not.toHaveBeenCalled();
    expect(await shown()).toEqual({
      state: 'none',
      count: 0,
      names: [],
      lookedAt: expect.stringMatching(/^2026-11-26T12:/),
      comparedAt: expect.stringMatching(/^2026-11-26T12:/),
    });
  });

  it('tells what differs, that other things do, and that nothing does any more, each once', async () => {
    const { compare, events, recorded, shown, told } = await comparing();
    await compare(table, role);
    await compare(updatedStep('table'), role);
    await compare(updatedStep('table'), role);
    expect(await shown()).toMatchObject({
      state: 'drift',
      count: 1,
      names: ['The table'],
    });
    await compare(updatedStep('table'), updatedStep('role'));
    await compare(table, updatedStep('role'));
    await compare(table, role);
    expect(await recorded()).toMatchObject([
      { kind: 'drift', from: '0', to: '1', things: ['The table'] },
      { kind: 'drift', from: '1', to: '2', things: ['The table', 'The role'] },
      { kind: 'drift', from: '2', to: '1', things: ['The role'] },
      { kind: 'drift-resolved', from: '1', to: '0', things: ['The role'] },
    ]);
    expect(told()).toEqual(['drift', 'drift', 'drift', 'drift-resolved']);
    expect(events.publish).toHaveBeenCalledWith({
      topic: 'vault-eks.status',
      eventPayload: expect.objectContaining({
        entityRef,
        kind: 'drift',
        things: ['The table'],
      }),
    });
    expect(await shown()).toMatchObject({ state: 'none', count: 0 });
  });

  it('tells the owner with the next round of the monitor, in one message where it must not flood', async () => {
    const { compare, notifications, round, titles } = await comparing();
    await compare(updatedStep('table'), role);
    expect(notifications.send).not.toHaveBeenCalled();
    await round();
    expect(titles()).toEqual([
      'One thing of Vault differs from its spec: prod',
    ]);
    expect(notifications.send.mock.calls[0][0].payload).toMatchObject({
      description: 'The table',
      severity: 'normal',
      scope: `${entityRef}:drift`,
    });
    await compare(updatedStep('table'), updatedStep('role'));
    await compare(table, role);
    await round();
    expect(titles()).toHaveLength(2);
    expect(titles()[1]).toBe(
      'What differed of Vault is as its spec says again: prod',
    );
  });

  it('keeps no value of what differs, and shows none', async () => {
    const { compare, db, logger, recorded, shown } = await comparing();
    await compare(updatedStep('table'));
    const rows = await Promise.all(
      ['drifts', 'transitions', 'snapshots'].map(name => db(name)),
    );
    const everything = JSON.stringify([
      rows,
      await recorded(),
      await shown(),
      [logger.debug, logger.info, logger.warn].map(({ mock }) => mock.calls),
    ]);
    expect(everything).toContain('The table');
    expect(everything).not.toContain('s3cr3t');
  });

  it.each([
    [
      Object.assign(new Error('User arn:aws:iam::1:user/x may not'), {
        name: 'NotAllowedError',
      }),
      "the portal's own credentials do not allow it",
    ],
    [new Error('connect EHOSTUNREACH 10.0.0.1'), 'it could not be compared'],
  ])(
    'calls unknown what cannot be compared, never the same: %s',
    async (error, problem) => {
      const { cannotCompare, compare, recorded, shown } = await comparing();
      await cannotCompare(error);
      expect(await shown()).toEqual({
        state: 'unknown',
        count: 0,
        names: [],
        lookedAt: expect.any(String),
        problem,
      });
      await compare(updatedStep('table'));
      await cannotCompare(error);
      expect(await shown()).toMatchObject({
        state: 'unknown',
        count: 1,
        names: ['The table'],
        lookedAt: expect.stringMatching(/T18:/),
        comparedAt: expect.stringMatching(/T12:/),
        problem,
      });
      await compare(updatedStep('table'));
      expect((await recorded()).map(({ kind }) => kind)).toEqual(['drift']);
      const drift = await shown();
      expect(drift?.state).toBe('drift');
      expect(drift).not.toHaveProperty('problem');
    },
  );

  it('calls unknown a look in part that saw nothing differ, and takes nothing for mended', async () => {
    const { compare, recorded, shown } = await comparing();
    await compare(table, leftOutStep('policy'));
    expect(await shown()).toMatchObject({
      state: 'unknown',
      count: 0,
      notCompared: ['The policy'],
    });
    await compare(table, updatedStep('policy'));
    await compare(table, leftOutStep('policy'));
    expect(await shown()).toMatchObject({
      state: 'unknown',
      count: 1,
      names: ['The policy'],
      notCompared: ['The policy'],
    });
    expect(await recorded()).toHaveLength(1);
    await compare(table, keptStep('policy'));
    expect((await recorded()).map(({ kind }) => kind)).toEqual([
      'drift',
      'drift-resolved',
    ]);
  });

  it('waits no longer than it may for an engine that heeds no signal', async () => {
    const { driftRound, shown, vaultEks } = await comparing();
    vaultEks.drift.mockImplementationOnce(() => new Promise(() => {}));
    await driftRound();
    expect(await shown()).toMatchObject({
      state: 'unknown',
      problem: 'it did not answer in time',
    });
  });

  it('leaves a cluster alone ever longer, until it is registered anew', async () => {
    const { cannotCompare, driftRound, clock, register, shown, vaultEks } =
      await comparing();
    for (let i = 0; i < 6; i += 1) {
      await cannotCompare(new Error('no'));
    }
    const asked = vaultEks.drift.mock.calls.length;
    // An answer that a round which left it alone has not taken.
    vaultEks.drift.mockReset().mockResolvedValue(driftReport(table));
    expect(asked).toBeLessThan(6);
    await register({ ...spec, replicas: 5 });
    clock.forward(1000);
    await driftRound();
    expect(vaultEks.drift).toHaveBeenCalledTimes(1);
    expect(vaultEks.drift.mock.calls[0][0]).toMatchObject({ replicas: 5 });
    expect(await shown()).toMatchObject({ state: 'none' });
  });

  it('cut short says nothing of a cluster', async () => {
    const { monitor, shown, vaultEks } = await comparing();
    const stop = new AbortController();
    vaultEks.drift.mockImplementationOnce(async () => {
      stop.abort();
      throw new Error('aborted');
    });
    await monitor.lookAtAll(stop.signal);
    expect(await shown()).toBeUndefined();
    await monitor.lookAtAll(stop.signal);
    expect(vaultEks.drift).toHaveBeenCalledTimes(1);
  });

  it('looks soon again at what differed, which a pod on its way back does not for long', async () => {
    const { compare, monitor, shown, vaultEks } = await comparing();
    const lookSoon = () =>
      monitor.lookAtUnsettled(new AbortController().signal);
    await compare(updatedStep('pods'));
    vaultEks.drift.mockResolvedValue(driftReport(keptStep('pods')));
    await lookSoon();
    expect(await shown()).toMatchObject({ state: 'none', count: 0 });
    const asked = vaultEks.drift.mock.calls.length;
    await lookSoon();
    expect(vaultEks.drift).toHaveBeenCalledTimes(asked);
  });

  it('looks soon at what was registered, and shows what is older as unknown until then', async () => {
    const { compare, monitor, register, shown, vaultEks } = await comparing();
    const lookSoon = () =>
      monitor.lookAtUnsettled(new AbortController().signal);
    await compare(updatedStep('table'));
    await register(spec);
    expect(await shown()).toMatchObject({
      state: 'unknown',
      names: ['The table'],
      problem: 'it was registered again since; the next look will tell',
    });
    vaultEks.drift.mockResolvedValueOnce(driftReport(table));
    await lookSoon();
    expect(await shown()).toMatchObject({ state: 'none' });
  });

  it('keeps the spec when registered without one, and compares no cluster that has none', async () => {
    const { compare, register, registry, shown, vaultEks } = await comparing();
    await registry.register({
      ref: { ...prod, cluster: 'dev' },
      owner: 'group:default/platform',
    });
    await register();
    await compare(table);
    expect(vaultEks.drift).toHaveBeenCalledTimes(1);
    expect(vaultEks.drift.mock.calls[0][0]).toMatchObject({
      cluster: 'prod',
      account: prod.account,
      replicas: 3,
    });
    expect(await shown()).toMatchObject({ state: 'none' });
  });

  it('compares the others when one cannot be compared', async () => {
    const { driftRound, registry, vaultEks } = await comparing();
    const dev = { ...prod, cluster: 'dev' };
    await registry.register(
      clusterRegistrationSchema.parse({
        ref: dev,
        owner: 'group:default/platform',
        spec: { ...spec, cluster: 'dev' },
      }),
    );
    vaultEks.drift.mockImplementation(async ({ cluster }) => {
      if (cluster === 'dev') {
        throw new Error('no route');
      }
      return driftReport(updatedStep('table'));
    });
    await driftRound();
    // Never seen by the monitor, it has no row to show this in.
    const rows = await registry.fleet();
    expect(rows.map(({ snapshot }) => snapshot?.drift?.state)).toEqual([
      undefined,
      'drift',
    ]);
  });

  it('goes on where an instance that died between saving and telling has left off', async () => {
    const { clock, compare, round, signals, titles, told } = await comparing();
    signals.publish.mockRejectedValueOnce(new Error('killed'));
    await compare(updatedStep('table'));
    clock.forward(61_000);
    await round();
    await round();
    expect(signals.publish).toHaveBeenCalledTimes(2);
    expect(told()).toEqual(['drift']);
    expect(titles()).toEqual([
      'One thing of Vault differs from its spec: prod',
    ]);
  });

  it('keeps one of two looks that saw the same change at once, and none of a spec that is replaced meanwhile', async () => {
    const { compares, monitor, recorded, register, shown, vaultEks } =
      await comparing();
    const { signal } = new AbortController();
    vaultEks.drift.mockResolvedValue(driftReport(updatedStep('table')));
    await Promise.all([
      monitor.lookAtAll(signal),
      compares().lookAtAll(signal),
    ]);
    expect(await recorded()).toHaveLength(1);

    vaultEks.drift.mockImplementationOnce(async () => {
      await register({ ...spec, replicas: 5 });
      return driftReport(table);
    });
    await monitor.lookAtAll(signal);
    expect(await recorded()).toHaveLength(1);
    expect(await shown()).toMatchObject({ state: 'unknown', count: 1 });
  });

  it('says so when a stored spec cannot be used any more', async () => {
    const { db, driftRound, shown, vaultEks } = await comparing();
    await db('clusters').update({ spec: '{"cluster":"prod","replicas":0}' });
    await driftRound();
    expect(vaultEks.drift).not.toHaveBeenCalled();
    expect(await shown()).toMatchObject({
      state: 'unknown',
      problem: 'its spec cannot be used; register it again with one that can',
    });
  });
});
