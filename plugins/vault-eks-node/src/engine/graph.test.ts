import { applyGraph } from './applyGraph';
import { createGraph } from './createGraph';
import { hasChanges, planGraph } from './planGraph';
import { FakeThingOptions, FakeWorld, fakeThing } from './testing/fakeThing';
import { inDependencyOrder } from './walkGraph';
import type { GraphNode } from './Graph';

const settle = { timeoutMs: 1000, firstDelayMs: 1, maxDelayMs: 5 };

function options() {
  const lines: string[] = [];
  const { signal } = new AbortController();
  return { signal, settle, lines, log: (line: string) => lines.push(line) };
}

type Overrides = Partial<
  Record<'a' | 'b' | 'c' | 'd', Partial<FakeThingOptions>>
>;

/** a, then b and c side by side, then d. */
function diamond(world: FakeWorld, overrides: Overrides = {}) {
  const graph = createGraph();
  const thing = (name: 'a' | 'b' | 'c' | 'd') =>
    fakeThing({ world, name, ...overrides[name] });
  const phase = 'Test';
  const a = graph.add({ id: 'a', phase, needs: {}, make: () => thing('a') });
  const b = graph.add({ id: 'b', phase, needs: { a }, make: () => thing('b') });
  const c = graph.add({
    id: 'c',
    phase,
    needs: {},
    after: [a],
    make: () => thing('c'),
  });
  const d = graph.add({
    id: 'd',
    phase,
    title: 'thing d, later',
    needs: { b, c },
    make: outputs => ({
      ...thing('d'),
      output: () => `${outputs.b}+${outputs.c}`,
    }),
  });
  return { nodes: graph.build(), d };
}

describe('createGraph', () => {
  it('refuses a taken id and a node of another graph', () => {
    const world = new FakeWorld();
    const graph = createGraph();
    const definition = {
      id: 'a',
      phase: 'Test',
      needs: {},
      make: () => fakeThing({ world, name: 'a' }),
    };
    graph.add(definition);
    expect(() => graph.add(definition)).toThrow(/already has a node "a"/);
    expect(() =>
      graph.add({ ...definition, id: 'b', needs: { x: { id: 'x' } } }),
    ).toThrow(/needs "x", which is not in the graph/);
  });
});

describe('inDependencyOrder', () => {
  const node = (id: string, after: string[]): GraphNode => ({
    ...{ id, after, phase: 'Test', kind: 'thing', needs: {}, inside: [] },
    make: () => fakeThing({ world: new FakeWorld(), name: id }),
  });

  it('names a cycle', () => {
    const nodes = [node('a', ['c']), node('b', ['a']), node('c', ['b'])];
    expect(() => inDependencyOrder(nodes, n => n.after)).toThrow(
      /cycle: a -> c -> b -> a/,
    );
  });
});

describe('applyGraph', () => {
  it('starts independent nodes side by side and dependants after them', async () => {
    const world = new FakeWorld();
    const { nodes, d } = diamond(world);
    let release = () => {};
    const both = new Promise<void>(resolve => {
      release = resolve;
    });
    const started: string[] = [];
    // b and c each wait until the other has started too: one after another would never end.
    world.onCreate = async name => {
      started.push(name);
      if (started.includes('b') && started.includes('c')) {
        release();
      }
      if (name === 'b' || name === 'c') {
        await both;
      }
    };
    const result = await applyGraph(nodes, options());
    expect(started[0]).toBe('a');
    expect(started[3]).toBe('d');
    expect(result.outputOf(d)).toBe('b=v1+c=v1');
    expect(result.steps.map(s => [s.id, s.outcome, s.after])).toEqual([
      ['a', 'created', []],
      ['b', 'created', ['a']],
      ['c', 'created', ['a']],
      ['d', 'created', ['b', 'c']],
    ]);
  });

  it('changes nothing the second time and says so', async () => {
    const world = new FakeWorld();
    await applyGraph(diamond(world).nodes, options());
    world.calls.length = 0;
    const second = options();
    const result = await applyGraph(diamond(world).nodes, second);
    expect(result.changed).toBe(false);
    expect(world.writes).toEqual([]);
    expect(second.lines).toHaveLength(4);
    expect(second.lines[0]).toMatch(/^Test: kept thing a \(\d+ ms\)$/);
  });

  it('refuses before any change, naming each refusal', async () => {
    const world = new FakeWorld();
    world.things.set('c', 'theirs');
    world.things.set('b', 'theirs');
    const { nodes } = diamond(world, {
      a: { predictable: true },
      b: { foreign: 'refuse' },
      c: { foreign: 'refuse' },
    });
    await expect(applyGraph(nodes, options())).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(
        /Nothing was changed.*thing b: name b to use it.*thing c: name c/,
      ),
    });
    expect(world.writes).toEqual([]);
  });

  it.each(['create a', 'create b', 'create c', 'create d'])(
    'finishes in a second run what failed at %s',
    async failOn => {
      const world = new FakeWorld();
      world.failOn = failOn;
      await expect(applyGraph(diamond(world).nodes, options())).rejects.toThrow(
        `${failOn} was told to fail`,
      );
      await applyGraph(diamond(world).nodes, options());
      expect([...world.things.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
      const creations = world.calls.filter(call => call.startsWith('create'));
      // The failed call is tried again; nothing else is made twice.
      expect(creations).toHaveLength(5);
    },
  );

  it('plans beside what else is looked at, and changes nothing when that refuses', async () => {
    const world = new FakeWorld();
    const { nodes } = diamond(world);
    const order: string[] = [];
    await applyGraph(nodes, {
      ...options(),
      beside: async () => {
        order.push('begun');
        await new Promise(resolve => setTimeout(resolve, 20));
        order.push(`ended before ${world.writes.length} changes`);
      },
    });
    expect(order).toEqual(['begun', 'ended before 0 changes']);
    expect(world.writes).not.toEqual([]);

    const untouched = new FakeWorld();
    await expect(
      applyGraph(diamond(untouched).nodes, {
        ...options(),
        beside: async () => {
          throw new Error('preflight refuses');
        },
      }),
    ).rejects.toThrow(/^preflight refuses$/);
    expect(untouched.writes).toEqual([]);
  });

  it('waits for what is running and starts nothing more after a failure', async () => {
    const world = new FakeWorld();
    world.failOn = 'create b';
    let finished = false;
    world.onCreate = async name => {
      if (name === 'c') {
        await new Promise(resolve => setTimeout(resolve, 20));
        finished = true;
      }
    };
    await expect(applyGraph(diamond(world).nodes, options())).rejects.toThrow(
      /Test: thing b failed after .* run again/,
    );
    expect(finished).toBe(true);
    expect(world.things.has('d')).toBe(false);
  });

  it('stops at an abort', async () => {
    const world = new FakeWorld();
    const controller = new AbortController();
    world.onCreate = async () => controller.abort();
    await expect(
      applyGraph(diamond(world).nodes, {
        ...options(),
        signal: controller.signal,
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(world.writes).toEqual(['create a']);
  });

  it('waits for a pending thing without updating it, and gives up in time', async () => {
    const world = new FakeWorld();
    world.things.set('a', 'CREATING');
    const { nodes } = diamond(world);
    const soon = setTimeout(() => world.things.set('a', 'v1'), 20);
    const result = await applyGraph(nodes.slice(0, 1), options());
    clearTimeout(soon);
    expect(result.steps[0].outcome).toBe('kept');
    expect(world.writes).toEqual([]);

    world.things.set('a', 'CREATING');
    await expect(
      applyGraph(nodes.slice(0, 1), {
        ...options(),
        settle: { ...settle, timeoutMs: 20 },
      }),
    ).rejects.toThrow(/did not settle in time \(value: CREATING\)/);
  });

  it('gives up a pending thing sooner when it says so, with the reason that it finds out', async () => {
    const graph = createGraph();
    graph.add({
      id: 'a',
      phase: 'Test',
      needs: {},
      make: () => ({
        title: 'a',
        observe: async () => 'SEALED',
        diff: from => [{ field: 'state', from, pending: true }],
        create: async () => undefined,
        update: async () => undefined,
        delete: async () => undefined,
        output: () => undefined,
        waiting: {
          atMostMs: 10,
          explain: async (_, changes) =>
            new Error(`${changes[0].from}: no key`),
        },
      }),
    });
    await expect(applyGraph(graph.build(), options())).rejects.toThrow(
      /SEALED: no key/,
    );
  });

  it('gives up when another party undoes each change', async () => {
    const world = new FakeWorld();
    world.things.set('a', '0');
    const graph = createGraph();
    let turn = 0;
    graph.add({
      id: 'a',
      phase: 'Test',
      needs: {},
      make: () => ({
        ...fakeThing({ world, name: 'a' }),
        async update() {
          world.record('update a');
          world.things.set('a', String((turn += 1)));
        },
      }),
    });
    await expect(applyGraph(graph.build(), options())).rejects.toThrow(
      /did not settle/,
    );
    expect(world.writes.length).toBeLessThan(40);
  });

  it('runs a step of kind run every time', async () => {
    const world = new FakeWorld();
    const graph = createGraph();
    graph.add({
      id: 'v',
      phase: 'Verify',
      kind: 'run',
      needs: {},
      make: () => fakeThing({ world, name: 'v' }),
    });
    await applyGraph(graph.build(), options());
    const result = await applyGraph(graph.build(), options());
    expect(result).toMatchObject({
      changed: false,
      steps: [{ outcome: 'ran' }],
    });
    expect(world.writes).toEqual(['create v', 'create v']);
  });
});

describe('planGraph', () => {
  it('plans creation of what cannot be looked at yet, and changes nothing', async () => {
    const world = new FakeWorld();
    world.things.set('a', 'v0');
    const { nodes } = diamond(world, { b: { predictable: false } });
    const steps = await planGraph(nodes, options());
    expect(steps.map(s => [s.verb, s.title])).toEqual([
      ['update', 'thing a'],
      ['create', 'thing b'],
      ['create', 'thing c'],
      ['create', 'thing d, later'],
    ]);
    expect(steps[0].changes).toEqual([
      { field: 'value', from: 'v0', to: 'v1' },
    ]);
    expect(hasChanges(steps)).toBe(true);
    expect(world.writes).toEqual([]);
  });

  it('shows what a trial foresees, also before what it needs is known, and refuses by it', async () => {
    const world = new FakeWorld();
    const graph = createGraph();
    const phase = 'Test';
    const seen: unknown[] = [];
    const a = graph.add({
      id: 'a',
      phase,
      needs: {},
      make: () => fakeThing({ world, name: 'a' }),
    });
    graph.add({
      id: 'b',
      phase,
      needs: { a },
      assumed: { a: 'some a' },
      make: outputs => ({
        ...fakeThing({ world, name: 'b' }),
        forecast: async (_, observed) => {
          seen.push([outputs.a, observed]);
          return outputs.a === 'some a'
            ? [{ field: 'parts', to: 'three' }]
            : [{ field: 'parts', refusal: 'it would fall apart' }];
        },
      }),
    });
    const nodes = graph.build();

    expect((await planGraph(nodes, options()))[1]).toMatchObject({
      verb: 'create',
      changes: [{ field: 'parts', to: 'three' }],
    });
    world.things.set('a', 'v1');
    world.things.set('b', 'v0');
    expect((await planGraph(nodes, options()))[1]).toMatchObject({
      verb: 'update',
      refusal: 'it would fall apart',
    });
    await expect(applyGraph(nodes, options())).rejects.toThrow(
      'Nothing was changed. thing b: it would fall apart',
    );
    world.things.set('b', 'v1');
    expect((await planGraph(nodes, options()))[1].verb).toBe('keep');
    expect(seen).toEqual([
      ['some a', undefined],
      ['a=v1', 'v0'],
      ['a=v1', 'v0'],
    ]);
    expect(world.writes).toEqual([]);
  });

  it('looks at everything at the same time that waits for nothing, and tells how long each look took', async () => {
    const world = new FakeWorld();
    const graph = createGraph();
    const phase = 'Test';
    const count = 50;
    let looking = 0;
    let allLook = () => {};
    const all = new Promise<void>(resolve => {
      allLook = resolve;
    });
    const first = Array.from({ length: count }, (_, i) =>
      graph.add({
        id: `a${i}`,
        phase,
        needs: {},
        make: () => ({
          ...fakeThing({ world, name: `a${i}`, predictable: false }),
          async observe() {
            looking += 1;
            if (looking === count) {
              allLook();
            }
            await all;
            return undefined;
          },
        }),
      }),
    );
    graph.add({
      id: 'b',
      phase,
      needs: { a: first[0] },
      make: () => fakeThing({ world, name: 'b' }),
    });
    const steps = await planGraph(graph.build(), options());
    const looks = steps.map(({ observeMs }) => observeMs);
    expect(looks.slice(0, count)).toEqual(
      Array.from({ length: count }, () => expect.any(Number)),
    );
    expect(looks[count]).toBeUndefined();
  });

  it('keeps what is right and adopts what is named', async () => {
    const world = new FakeWorld();
    ['a', 'b', 'c', 'd'].forEach(name => world.things.set(name, 'v1'));
    const { nodes } = diamond(world, { b: { foreign: 'adopt' } });
    const steps = await planGraph(nodes, options());
    expect(steps.map(s => s.verb)).toEqual(['keep', 'adopt', 'keep', 'keep']);
    expect(hasChanges(steps)).toBe(false);
  });

  it('goes on without what cannot be done, and says why', async () => {
    const world = new FakeWorld();
    const graph = createGraph();
    const undone = graph.add({
      id: 'a',
      phase: 'Test',
      needs: {},
      make: () => ({
        ...fakeThing({ world, name: 'a' }),
        observe: async () => 'v1',
        notDone: () => 'nobody handed the key in',
      }),
    });
    graph.add({
      id: 'b',
      phase: 'Test',
      needs: {},
      after: [undone],
      make: () => fakeThing({ world, name: 'b' }),
    });
    const nodes = graph.build();
    const [step] = await planGraph(nodes, options());
    expect(step).toMatchObject({
      verb: 'keep',
      reason: 'nobody handed the key in',
    });
    const { steps } = await applyGraph(nodes, options());
    expect(steps.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['not-done', 'nobody handed the key in'],
      ['created', undefined],
    ]);
    expect(world.writes).toEqual(['create b']);
  });
});
