import { createGraph } from './createGraph';
import { destroyGraph } from './destroyGraph';
import { planRemoval } from './planRemoval';
import { FakeThingOptions, FakeWorld, fakeThing } from './testing/fakeThing';

const settle = { timeoutMs: 1000, firstDelayMs: 1, maxDelayMs: 5 };

function options() {
  const lines: string[] = [];
  const { signal } = new AbortController();
  return { signal, settle, lines, log: (line: string) => lines.push(line) };
}

type Name = 'house' | 'base' | 'tower' | 'flag' | 'rule';

/** A tower on a base, with a flag on top; tower and base stand in a house, and a rule ends with the tower. */
function town(
  world: FakeWorld,
  overrides: Partial<Record<Name, Partial<FakeThingOptions>>> = {},
) {
  const graph = createGraph();
  const common = (name: Name) => ({
    id: name,
    phase: 'Test',
    needs: {},
    make: () =>
      fakeThing({ world, name, predictable: true, ...overrides[name] }),
  });
  const house = graph.add(common('house'));
  const base = graph.add({ ...common('base'), inside: [house] });
  const tower = graph.add({
    ...common('tower'),
    needs: { base },
    inside: [house],
  });
  graph.add({ ...common('flag'), after: [tower] });
  graph.add({ ...common('rule'), after: [tower], endsWith: tower });
  graph.add({ ...common('rule'), id: 'check', kind: 'run', after: [tower] });
  for (const name of ['house', 'base', 'tower', 'flag', 'rule']) {
    world.things.set(name, 'v1');
  }
  return graph.build();
}

const verbs = async (
  nodes: ReturnType<typeof town>,
  includeRetained?: readonly string[],
) =>
  (await planRemoval(nodes, { ...options(), includeRetained })).map(
    ({ step }) => [step.verb, step.id, step.reason ?? step.refusal],
  );

describe('planRemoval', () => {
  it('says what would go, in the order in which it would, and changes nothing', async () => {
    const world = new FakeWorld();
    expect(await verbs(town(world))).toEqual([
      ['delete', 'flag', undefined],
      ['delete', 'tower', undefined],
      ['delete', 'base', undefined],
      ['delete', 'house', undefined],
    ]);
    expect(world.writes).toEqual([]);
  });

  it('does not even look at what ends with something else', async () => {
    const world = new FakeWorld();
    await verbs(town(world));
    expect(world.calls).not.toContain('observe rule');
  });

  it('keeps what bears data, and what that lives in', async () => {
    const world = new FakeWorld();
    const nodes = town(world, { base: { retain: 'it holds the data' } });
    expect(await verbs(nodes)).toEqual([
      ['delete', 'flag', undefined],
      ['delete', 'tower', undefined],
      ['keep', 'base', 'it holds the data'],
      ['keep', 'house', 'thing base stays in it'],
    ]);
    expect((await verbs(nodes, ['base'])).map(([verb]) => verb)).toEqual(
      Array(4).fill('delete'),
    );
  });

  it('keeps what is not ours, though it was named', async () => {
    const world = new FakeWorld();
    const nodes = town(world, {
      flag: { foreign: 'adopt' },
      base: { foreign: 'refuse', retain: 'it holds the data' },
    });
    expect(await verbs(nodes, ['base'])).toEqual([
      ['keep', 'flag', 'it is not ours'],
      ['delete', 'tower', undefined],
      ['keep', 'base', 'name base to use it'],
      ['keep', 'house', 'thing base stays in it'],
    ]);
  });

  it('deletes what is ours though it is refused, when the thing says so', async () => {
    const world = new FakeWorld();
    const nodes = town(world, {
      base: { foreign: 'refuse', removal: { verb: 'delete' } },
    });
    expect((await verbs(nodes))[2]).toEqual(['delete', 'base', undefined]);
  });
});

describe('destroyGraph', () => {
  it('deletes in reverse, one after another where one stands on another', async () => {
    const world = new FakeWorld();
    const { steps, kept } = await destroyGraph(town(world), options());
    expect(world.writes).toEqual([
      'delete flag',
      'delete tower',
      'delete base',
      'delete house',
    ]);
    expect(steps.map(({ outcome }) => outcome)).toEqual(
      Array(4).fill('deleted'),
    );
    expect(kept).toEqual([]);
  });

  it('says what it kept, and why', async () => {
    const world = new FakeWorld();
    const nodes = town(world, { base: { retain: 'it holds the data' } });
    const run = options();
    const { kept } = await destroyGraph(nodes, run);
    expect(kept.map(({ id }) => id)).toEqual(['base', 'house']);
    expect(run.lines).toContain(
      'Test: kept thing base, because it holds the data',
    );
  });

  it('deletes nothing when something cannot be deleted yet', async () => {
    const world = new FakeWorld();
    const nodes = town(world, {
      base: { removal: { verb: 'refuse', reason: 'unlock it first.' } },
    });
    await expect(destroyGraph(nodes, options())).rejects.toThrow(
      'Nothing was deleted. thing base: unlock it first.',
    );
    expect(world.writes).toEqual([]);
  });

  it('is finished by the next run after a failure', async () => {
    const world = new FakeWorld();
    const nodes = town(world);
    world.failOn = 'delete tower';
    await expect(destroyGraph(nodes, options())).rejects.toThrow(
      /could not delete thing tower .*run again/,
    );
    await destroyGraph(nodes, options());
    expect([...world.things.keys()]).toEqual(['rule']);
    expect(world.writes.filter(call => call === 'delete flag')).toHaveLength(1);
  });

  it('waits until a thing is gone, and gives up in time', async () => {
    const world = new FakeWorld();
    const graph = createGraph();
    graph.add({
      id: 'slow',
      phase: 'Test',
      needs: {},
      make: () => ({
        ...fakeThing({ world, name: 'slow' }),
        async delete() {
          world.record('delete slow');
        },
      }),
    });
    world.things.set('slow', 'v1');
    const soon = setTimeout(() => world.things.delete('slow'), 20);
    await destroyGraph(graph.build(), options());
    clearTimeout(soon);
    expect(world.things.size).toBe(0);

    world.things.set('slow', 'v1');
    await expect(
      destroyGraph(graph.build(), {
        ...options(),
        settle: { ...settle, timeoutMs: 20 },
      }),
    ).rejects.toThrow(/still there/);
  });
});
