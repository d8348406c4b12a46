import { applyGraph } from './applyGraph';
import { createGraph } from './createGraph';
import { NotLookedAtError } from './NotLookedAtError';
import { hasChanges, planGraph } from './planGraph';
import { runSingleStep } from './runSingleStep';
import { FakeThingOptions, FakeWorld, fakeThing } from './testing/fakeThing';

const phase = 'Test';
const settle = { timeoutMs: 200, firstDelayMs: 1, maxDelayMs: 5 };

function options() {
  const lines: string[] = [];
  const { signal } = new AbortController();
  return { signal, settle, lines, log: (line: string) => lines.push(line) };
}

/** A thing that cannot be seen as often, and one that needs it. */
function pair(
  world: FakeWorld,
  hidden: {
    readonly times: number;
    readonly passes?: boolean;
    readonly explained?: boolean;
  },
  thing: Partial<FakeThingOptions> = {},
) {
  let { times } = hidden;
  const graph = createGraph();
  const inside = fakeThing({ world, name: 'a', ...thing });
  const a = graph.add({
    id: 'a',
    phase,
    needs: {},
    make: () => ({
      ...inside,
      async observe(ctx) {
        times -= 1;
        if (times >= 0) {
          throw new NotLookedAtError('Nobody leads', {
            passes: hidden.passes,
          });
        }
        return inside.observe(ctx);
      },
      ...(hidden.explained && {
        waiting: {
          atMostMs: 20,
          explain: async (_, [{ field, from }]) =>
            new Error(`It is sealed (${field}: ${from})`),
        },
      }),
    }),
  });
  const run = graph.add({
    id: 'run',
    phase,
    kind: 'run',
    needs: { a },
    make: () => fakeThing({ world, name: 'run' }),
  });
  graph.add({
    id: 'b',
    phase,
    title: 'thing b, later',
    needs: { a },
    make: () => fakeThing({ world, name: 'b' }),
  });
  return { nodes: graph.build(), a, run };
}

describe('what cannot be looked at', () => {
  it('is called neither there nor absent, and so is what stands on it', async () => {
    const world = new FakeWorld();
    const { nodes } = pair(world, { times: 1 });
    const steps = await planGraph(nodes, options());
    expect(steps).toMatchObject([
      { id: 'a', verb: 'unknown', notLookedAt: 'Nobody leads', changes: [] },
      { id: 'run', verb: 'run' },
      {
        ...{ id: 'b', title: 'thing b, later', verb: 'unknown' },
        notLookedAt: 'it needs thing a, of which nothing can be told as it is',
      },
    ]);
    expect(steps[0]).not.toHaveProperty('observeMs');
    expect(hasChanges(steps)).toBe(true);
    expect(world.calls).toEqual([]);
  });

  it('keeps nobody from being looked at who knows what it will be', async () => {
    const world = new FakeWorld();
    world.things.set('b', 'v1');
    const { nodes } = pair(world, { times: 1 }, { predictable: true });
    expect((await planGraph(nodes, options())).map(s => s.verb)).toEqual([
      'unknown',
      'run',
      'keep',
    ]);
  });

  it('is told from what stands on a thing that is not there yet, or that is refused', async () => {
    const world = new FakeWorld();
    const missing = pair(world, { times: 0 });
    expect((await planGraph(missing.nodes, options()))[2]).toMatchObject({
      verb: 'create',
      notLookedAt: 'it needs thing a, which is not there yet',
    });
    world.things.set('a', 'theirs');
    const refused = pair(world, { times: 0 }, { foreign: 'refuse' });
    expect((await planGraph(refused.nodes, options()))[2]).toMatchObject({
      verb: 'unknown',
      notLookedAt: 'it needs thing a, of which nothing can be told as it is',
    });
  });

  it('is waited for by a run, aloud and once, and then not made anew', async () => {
    const world = new FakeWorld();
    world.things.set('a', 'v1');
    const { nodes } = pair(world, { times: 4 });
    const given = options();
    const { steps } = await applyGraph(nodes, given);
    expect(steps[0]).toMatchObject({ id: 'a', outcome: 'kept' });
    expect(world.writes).not.toContain('create a');
    expect(
      given.lines.filter(line => /Waiting: Nobody leads/.test(line)),
    ).toEqual(['thing a: Waiting: Nobody leads']);
  });

  it.each([
    ['does not come into sight', {}, /failed after .*Nobody leads/],
    ['cannot by itself', { passes: false }, /failed after .*Nobody leads/],
    [
      'can say why it stays so',
      { explained: true },
      /It is sealed \(not looked at: Nobody leads\)/,
    ],
  ])('ends the run when it %s', async (_, hidden, message) => {
    const world = new FakeWorld();
    const { nodes } = pair(world, { times: Infinity, ...hidden });
    const begun = Date.now();
    await expect(applyGraph(nodes, options())).rejects.toThrow(message);
    expect(Date.now() - begun < settle.timeoutMs).toBe(
      'passes' in hidden || 'explained' in hidden,
    );
    expect(world.writes).toEqual([]);
  });

  it('keeps a step from running that makes no sense without it', async () => {
    const world = new FakeWorld();
    const { nodes, run, a } = pair(world, { times: 1 }, { predictable: true });
    const { output } = await runSingleStep(nodes, run, options(), [a]);
    expect(output).toBeUndefined();
    expect(world.writes).toEqual([]);
  });
});
