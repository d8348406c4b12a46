import { WorkGate } from './WorkGate';

/** Work that goes on until it is told to end. */
function hanging() {
  let end = (_: string) => {};
  const done = new Promise<string>(resolve => {
    end = resolve;
  });
  return { end, work: jest.fn(() => done) };
}

describe('WorkGate', () => {
  const create = () => new WorkGate({ atOnce: 1, perUser: 2, what: 'plans' });
  const { signal } = new AbortController();

  it('lets who has waited too long go at once, and does not begin for them', async () => {
    const gate = create();
    const first = hanging();
    const running = gate.run({
      ...{ userEntityRef: 'user:default/ada', signal },
      work: first.work,
    });
    const leaving = new AbortController();
    const late = hanging();
    const waiting = gate.run({
      ...{ userEntityRef: 'user:default/bob', signal: leaving.signal },
      work: late.work,
    });
    leaving.abort();
    await expect(waiting).rejects.toThrow(/no turn came in time/);
    first.end('made');
    await expect(running).resolves.toBe('made');
    await expect(
      gate.run({
        ...{ userEntityRef: 'user:default/bob', signal },
        work: async () => 'made too',
      }),
    ).resolves.toBe('made too');
    expect(late.work).not.toHaveBeenCalled();
  });

  it('leaves it to work that has begun to say how it ended', async () => {
    const leaving = new AbortController();
    const running = create().run({
      userEntityRef: 'user:default/ada',
      signal: leaving.signal,
      work: async () => {
        leaving.abort();
        throw new Error('as the work says');
      },
    });
    await expect(running).rejects.toThrow('as the work says');
  });

  it('bounds what one person has under way, and those who wait', async () => {
    const gate = create();
    const { end, work } = hanging();
    const run = (name: string) =>
      gate.run({ userEntityRef: `user:default/${name}`, signal, work });
    const running = [run('ada'), run('ada')];
    await expect(run('ada')).rejects.toThrow(/already have 2 plans/);
    running.push(...Array.from({ length: 49 }, (_, i) => run(`person-${i}`)));
    await expect(run('bob')).rejects.toThrow(/Too many plans/);
    end('made');
    expect(await Promise.all(running)).toHaveLength(51);
    await expect(run('ada')).resolves.toBe('made');
  });
});
