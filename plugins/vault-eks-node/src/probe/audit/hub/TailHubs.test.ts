import { NotAllowedError } from '@backstage/errors';
import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  startVaultCluster,
  VaultCluster,
} from '../../../testing/startVaultCluster';
import { PodLogs } from '../__testUtils__/PodLogs';
import { tailBatches } from '../tailAudit';
import type { Wanted } from './fromRing';
import type { OneByOne } from './oneByOne';
import { TailHubs } from './TailHubs';

const ref = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};

type Stream = OneByOne<AuditTailEvent>;

const requestOf = (event: AuditTailEvent) =>
  event.kind === 'line' ? [event.line.requestId] : [];

const idsOf = (events: readonly AuditTailEvent[]) => events.flatMap(requestOf);

async function take(
  stream: Stream,
  until: (events: readonly AuditTailEvent[]) => boolean,
) {
  const events: AuditTailEvent[] = [];
  while (!until(events)) {
    const { value, done } = await stream.next();
    if (done) {
      break;
    }
    events.push(value);
  }
  return events;
}

const lines = (count: number) => (events: readonly AuditTailEvent[]) =>
  events.length >= count && idsOf(events).length >= count;
const following = (pod: string) => (events: readonly AuditTailEvent[]) =>
  events.some(
    ({ kind, ...event }) =>
      kind === 'source' && 'source' in event && event.source.pod === pod,
  );

const lastIdOf = (events: readonly AuditTailEvent[]) =>
  events
    .flatMap(event => (event.kind === 'source' ? [] : event.line.id))
    .at(-1);

async function eventually(check: () => boolean) {
  for (let i = 0; !check(); i += 1) {
    if (i > 3_000) {
      throw new Error('It did not happen');
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

jest.setTimeout(60_000);

describe('TailHubs', () => {
  let cluster: VaultCluster;
  let logs: PodLogs;
  let abort: AbortController;
  const opened: TailHubs[] = [];

  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
    logs = new PodLogs();
    cluster.kubernetes.logs = logs.serve;
    abort = new AbortController();
  });
  afterEach(async () => {
    abort.abort();
    await Promise.all(opened.splice(0).map(hubs => hubs.close()));
    await cluster.close();
  });

  /** What one backend has. */
  function backend(lingerMs = 50) {
    const read: Wanted[] = [];
    const hubs = new TailHubs({
      lingerMs,
      tail: (of, options) => {
        if (options.follow === false) {
          read.push(options);
        }
        return tailBatches({
          ref: of,
          kubernetes: cluster.kubernetes,
          ...options,
        });
      },
    });
    opened.push(hubs);
    const view = (wanted: Partial<Wanted> = {}, signal = abort.signal) =>
      hubs.view(ref, { history: 100, signal, ...wanted });
    return { read, view };
  }

  const writeMany = (count: number, name: string, pod = 'vault-0') =>
    Array.from({ length: count }, (_, i) => {
      logs.write(pod, `${name}${i}`);
      return `${name}${i}`;
    });

  it('serves many viewers, each with its own history and filter, by one stream', async () => {
    const written = writeMany(10, 'old');
    const { view, read } = backend();
    const streams = Array.from({ length: 50 }, (_, i) =>
      view({
        history: i % 3,
        filter: i % 2 ? { pathPrefix: 'kv/new' } : undefined,
      }),
    );
    const begun = await Promise.all(
      streams.map(stream => take(stream, following('vault-0'))),
    );
    begun.forEach((events, i) =>
      expect(idsOf(events)).toEqual(
        i % 2 ? [] : written.slice(written.length - (i % 3)).slice(0, i % 3),
      ),
    );
    const fresh = writeMany(5, 'new');
    const live = await Promise.all(
      streams.map(stream => take(stream, lines(fresh.length))),
    );
    live.forEach(events => expect(idsOf(events)).toEqual(fresh));
    expect(logs.opened).toBe(1);
    // A filter that finds too little in the ring looks further back in the pods.
    expect(read.every(({ filter }) => filter?.pathPrefix)).toBe(true);
  });

  it('ends the stream soon after the last viewer has left, and opens another for the next', async () => {
    const { view } = backend();
    const first = view();
    const second = view();
    await take(first, following('vault-0'));
    await take(second, following('vault-0'));
    await first.return();
    await new Promise(resolve => setTimeout(resolve, 100));
    const followers = logs.followers.get('vault-0') ?? new Set();
    expect([...followers].some(follower => follower.destroyed)).toBe(false);
    await second.return();
    await eventually(() => [...followers].every(f => f.destroyed));
    await take(view(), following('vault-0'));
    expect(logs.opened).toBe(2);
  });

  it('keeps the stream for a page that is loaded anew', async () => {
    const { view } = backend(5_000);
    const first = view();
    await take(first, following('vault-0'));
    await first.return();
    const written = writeMany(3, 'meanwhile');
    const again = await take(view({ history: 2 }), following('vault-0'));
    expect(idsOf(again)).toEqual(written.slice(1));
    expect(logs.opened).toBe(1);
  });

  it('lets a slow viewer hold up nobody, and loses nothing to it', async () => {
    const { view, read } = backend();
    const slow = view({ history: 0 });
    const fast = view({ history: 0 });
    const slowEvents = await take(slow, following('vault-0'));
    await take(fast, following('vault-0'));
    const written: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const more = writeMany(1_000, `r${round}-`);
      written.push(...more);
      expect(idsOf(await take(fast, lines(more.length)))).toEqual(more);
    }
    expect(read).toEqual([]);
    slowEvents.push(...(await take(slow, lines(written.length))));
    expect(idsOf(slowEvents)).toEqual(written);
    expect(read.length).toBeGreaterThan(0);
    const last = writeMany(1, 'last');
    expect(idsOf(await take(slow, lines(1)))).toEqual(last);
  });

  it('reads no faster than its fastest viewer, and not at all when nobody reads', async () => {
    const { view } = backend();
    const stream = view({ history: 0 });
    await take(stream, following('vault-0'));
    const [follower] = logs.followers.get('vault-0') ?? [];
    for (let round = 0; round < 20; round += 1) {
      writeMany(500, `r${round}-`);
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(follower.readableLength).toBeGreaterThan(0);
    expect(idsOf(await take(stream, lines(10_000)))).toHaveLength(10_000);
    expect(follower.readableLength).toBe(0);
  });

  it('goes on at another backend without loss or repetition, across a fail-over', async () => {
    const here = backend();
    const there = backend();
    const seen: AuditTailEvent[] = [];
    const written: string[] = [];
    const write = (pod: string) => {
      written.push(`line-${written.length}`);
      logs.write(pod, `line-${written.length - 1}`);
    };
    const others = [here.view(), there.view()];
    for (const other of others) {
      await take(other, following('vault-0'));
    }
    /** A browser whose connection breaks, and which the next one leads to whichever backend. */
    const reconnect = async (to: typeof here, until: number) => {
      const stream = to.view({ after: lastIdOf(seen) });
      seen.push(...(await take(stream, lines(until))));
      await stream.return();
    };
    write('vault-0');
    write('vault-0');
    await reconnect(here, 1);
    write('vault-0');
    await reconnect(there, 1);
    await reconnect(here, 1);
    // One backend has not yet noticed that another pod leads; the lines of the former leader come first.
    write('vault-0');
    await new Promise(resolve => setTimeout(resolve, 5));
    cluster.vault.leader = 'vault-1';
    write('vault-1');
    write('vault-1');
    await take(others[1], following('vault-1'));
    await reconnect(there, 2);
    write('vault-1');
    await reconnect(here, 2);
    expect(idsOf(seen)).toEqual(written);
  });

  it('reads from the pods what came before its ring begins', async () => {
    const written = writeMany(20, 'old');
    const first = backend();
    const seen = await take(first.view(), lines(15));
    logs.opened = 0;
    const second = backend();
    await take(second.view({ history: 0 }), following('vault-0'));
    for (let round = 0; round < 8; round += 1) {
      const more = writeMany(1_000, `r${round}-`);
      written.push(...more);
    }
    const stream = second.view({ after: lastIdOf(seen) });
    seen.push(...(await take(stream, lines(written.length - seen.length + 1))));
    expect(idsOf(seen).slice(0, written.length)).toEqual(written);
  });

  it('lets few read whole logs at once, however many come back, and nobody wait who leaves', async () => {
    const { view } = backend();
    const [last] = writeMany(1, 'old');
    await take(view(), following('vault-0'));
    const held: (() => void)[] = [];
    let reading = 0;
    let most = 0;
    const { serve } = logs;
    cluster.kubernetes.logs = async (log, options) => {
      if (!log.follow && log.pod === 'vault-0') {
        reading += 1;
        most = Math.max(most, reading);
        await new Promise<void>(resolve => {
          held.push(resolve);
        });
        reading -= 1;
      }
      return serve(log, options);
    };
    // As after a restart: each has a line that the ring has not.
    const after = `${new Date(Date.now() - 3_600_000).toISOString()}/x/request`;
    const back = Array.from({ length: 8 }, () =>
      take(view({ after }), lines(1)),
    );
    const gone = new AbortController();
    const leaving = take(view({ after }, gone.signal), lines(1));
    await eventually(() => held.length === 2);
    gone.abort();
    expect(idsOf(await leaving)).toEqual([]);
    const release = setInterval(() => held.splice(0).forEach(go => go()), 10);
    const all = await Promise.all(back);
    clearInterval(release);
    expect(all.map(idsOf)).toEqual(back.map(() => [last]));
    expect(most).toBe(2);
  });

  it('knows a line that nobody could read whoever read it', async () => {
    const { view } = backend();
    const other = backend();
    const stream = view();
    const seen = await take(stream, following('vault-0'));
    logs.write('vault-0', 'a');
    logs.writeText('vault-0', '{"time": tru');
    logs.write('vault-0', 'b');
    seen.push(...(await take(stream, lines(2))));
    const broken = seen.find(event => event.kind === 'unreadable');
    const after = broken?.kind === 'unreadable' ? broken.line.id : '';
    expect(idsOf(await take(other.view({ after }), lines(1)))).toEqual(['b']);
  });

  it('tells all viewers when the logs may not be read any more', async () => {
    const { view } = backend();
    const streams = [view(), view()];
    for (const stream of streams) {
      await take(stream, following('vault-0'));
    }
    cluster.kubernetes.logs = async () => {
      throw new NotAllowedError('User "arn:aws:sts::1:x" cannot get pods/log');
    };
    logs.cut('vault-0');
    const ends = streams.map(stream => take(stream, () => false));
    await Promise.all(
      ends.map(end => expect(end).rejects.toThrow(NotAllowedError)),
    );
    cluster.kubernetes.logs = logs.serve;
    await take(view(), following('vault-0'));
  });

  it('ends quietly when the signal aborts, wherever a viewer stands', async () => {
    const { view } = backend();
    const gone = new AbortController();
    const stream = view({}, gone.signal);
    await take(stream, following('vault-0'));
    const next = stream.next();
    gone.abort();
    await expect(next).resolves.toEqual({ done: true, value: undefined });
    const aborted = AbortSignal.abort();
    await expect(view({}, aborted).next()).resolves.toMatchObject({});
  });
});
