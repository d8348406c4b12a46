import { Readable } from 'node:stream';
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { AuditTailEvent } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  POD_NAMES,
  startVaultCluster,
  VaultCluster,
} from '../../testing/startVaultCluster';
import { PodLogs } from './__testUtils__/PodLogs';
import { tailAudit, TailAuditOptions } from './tailAudit';

const ref = {
  cluster: 'demo',
  region: 'eu-west-1',
  account: '111122223333',
  namespace: 'vault',
  release: 'vault',
};

describe('tailAudit', () => {
  let cluster: VaultCluster;
  let logs: PodLogs;
  let abort: AbortController;

  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
    logs = new PodLogs();
    cluster.kubernetes.logs = logs.serve;
    abort = new AbortController();
  });
  afterEach(async () => {
    abort.abort();
    await cluster.close();
  });

  const tail = (options: Partial<TailAuditOptions> = {}) =>
    tailAudit({
      ref,
      kubernetes: cluster.kubernetes,
      signal: abort.signal,
      history: 100,
      ...options,
    });

  const idsOf = (events: AuditTailEvent[]) =>
    events.flatMap(e => (e.kind === 'line' ? e.line.requestId : []));

  async function take(
    stream: AsyncGenerator<AuditTailEvent>,
    until: (events: AuditTailEvent[]) => boolean,
  ): Promise<AuditTailEvent[]> {
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
  const following = (pod: string) => (events: AuditTailEvent[]) =>
    events.some(e => e.kind === 'source' && e.source.pod === pod);

  function lead(pod: string) {
    cluster.vault.leader = pod;
  }

  it('holds no more of a log than fits into the memory, and says that some is missing', async () => {
    const LINES = 90;
    const begin = Date.now() - 60_000;
    for (let i = 0; i < LINES; i += 1) {
      const line = {
        time: new Date(begin + i * 10).toISOString(),
        type: 'request',
        request: { id: `r${i}`, operation: 'read', path: 'x'.repeat(200_000) },
      };
      logs.writeText('vault-0', JSON.stringify(line), new Date(begin + i * 10));
    }
    const after = `${new Date(begin - 1_000).toISOString()}/x/request`;
    const events = await take(tail({ after, follow: false }), () => false);
    const ids = idsOf(events);
    expect(ids.length).toBeLessThan(LINES);
    expect(ids.length).toBeGreaterThan(75);
    expect(ids).toEqual(
      Array.from(ids, (_, i) => `r${LINES - ids.length + i}`),
    );
    const rows = events.filter(({ kind }) => kind !== 'source');
    expect(rows[0]).toMatchObject({ line: { reason: 'missing' } });
  });

  it('merges the history of all pods by time, and then follows the leader', async () => {
    const at = (s: number) => new Date(Date.now() - 60_000 + s * 1000);
    logs.write('vault-1', 'a', at(1));
    logs.write('vault-0', 'b', at(2));
    logs.write('vault-1', 'c', at(3));
    logs.write('vault-0', 'd', at(4));
    const stream = tail({ history: 3 });
    const events = await take(stream, following('vault-0'));
    expect(idsOf(events)).toEqual(['b', 'c', 'd']);
    logs.write('vault-0', 'e');
    const [live] = await take(stream, found => found.length === 1);
    expect(idsOf([live])).toEqual(['e']);
  });

  it('resumes after a line without repeating or losing one', async () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      logs.write('vault-0', id, new Date());
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    const first = await take(tail(), following('vault-0'));
    const line = first.find(e => e.kind === 'line' && e.line.requestId === 'b');
    const after = line?.kind === 'line' ? line.line.id : '';
    const rest = await take(tail({ after, history: 1 }), following('vault-0'));
    expect(idsOf(rest)).toEqual(['c', 'd']);
  });

  it('says so when the pods hold the last line no more', async () => {
    const lost = new Date(Date.now() - 60_000);
    const after = `${lost.toISOString().replace('Z', '000000Z')}/gone/request`;
    logs.write('vault-0', 'a');
    const [gap, ...rest] = (
      await take(tail({ after }), following('vault-0'))
    ).filter(({ kind }) => kind !== 'source');
    expect(gap).toMatchObject({
      kind: 'unreadable',
      line: { reason: 'missing', size: 0 },
    });
    expect(idsOf(rest)).toEqual(['a']);
    const resumed = gap.kind === 'unreadable' ? gap.line.id : '';
    const again = await take(tail({ after: resumed }), following('vault-0'));
    expect(again.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    expect(idsOf(again)).toEqual(['a']);
  });

  it('keeps the order of a pod that wrote side by side, also when it resumes', async () => {
    const now = Date.now();
    logs.write('vault-0', 'a', new Date(now));
    logs.write('vault-0', 'late', new Date(now - 2));
    logs.write('vault-0', 'b', new Date(now + 1));
    const all = await take(tail(), following('vault-0'));
    expect(idsOf(all)).toEqual(['a', 'late', 'b']);
    const line = all.find(e => e.kind === 'line' && e.line.requestId === 'a');
    const after = line?.kind === 'line' ? line.line.id : '';
    const rest = await take(tail({ after }), following('vault-0'));
    expect(idsOf(rest)).toEqual(['late', 'b']);
  });

  it('loses and repeats nothing over broken streams and a change of leader', async () => {
    const stream = tail();
    const written: string[] = [];
    const write = (pod: string) => {
      const id = `line-${written.length}`;
      written.push(id);
      logs.write(pod, id);
    };
    write('vault-0');
    const seen = await take(stream, following('vault-0'));
    write('vault-0');
    seen.push(...(await take(stream, e => idsOf(e).length === 1)));
    // The stream breaks, and lines are written while nobody reads.
    write('vault-0');
    logs.cut('vault-0');
    write('vault-0');
    seen.push(...(await take(stream, e => idsOf(e).length === 2)));
    // Another pod takes over while the old one lives on, as after a step-down.
    write('vault-0');
    lead('vault-1');
    write('vault-1');
    seen.push(...(await take(stream, following('vault-1'))));
    write('vault-1');
    seen.push(...(await take(stream, e => idsOf(e).length === 1)));
    expect(idsOf(seen)).toEqual(written);
  }, 20_000);

  it('merges the last lines of a former leader by time with those of the new one', async () => {
    const stream = tail();
    await take(stream, following('vault-0'));
    logs.write('vault-0', 'a');
    await take(stream, e => idsOf(e).length === 1);
    const now = Date.now();
    const at = (ms: number) => new Date(now + ms);
    lead('vault-1');
    logs.cut('vault-0');
    logs.write('vault-1', 'c', at(20));
    logs.write('vault-1', 'e', at(40));
    logs.write('vault-0', 'b', at(10));
    // Written while the new one leads already.
    setTimeout(() => logs.write('vault-0', 'd', at(30)), 300);
    const events = await take(stream, following('vault-1'));
    expect(idsOf(events)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('waits while nobody leads', async () => {
    lead('nobody');
    const stream = tail();
    const waiting = await take(stream, events =>
      events.some(e => e.kind === 'source' && e.source.state === 'waiting'),
    );
    expect(waiting).toHaveLength(2);
    lead('vault-2');
    await take(stream, following('vault-2'));
  });

  it('ends with the signal and closes its streams', async () => {
    const stream = tail();
    await take(stream, following('vault-0'));
    const next = stream.next();
    setTimeout(() => abort.abort(), 20);
    await expect(next).resolves.toEqual({ done: true, value: undefined });
    expect(
      [...(logs.followers.get('vault-0') ?? [])].every(f => f.destroyed),
    ).toBe(true);
  });

  it('ends when the logs may not be read any more, and quotes Kubernetes to nobody', async () => {
    const stream = tail();
    await take(stream, following('vault-0'));
    const refusals = [
      new NotFoundError('pods "vault-0" not found'),
      new ServiceUnavailableError('10.0.0.1:443 says 503'),
      new NotAllowedError('User "arn:aws:sts::1:x" cannot get pods/log'),
    ];
    const events: AuditTailEvent[] = [];
    cluster.kubernetes.logs = async ({ follow }) => {
      if (!follow) {
        return Readable.from([]);
      }
      throw refusals.shift() ?? new Error('asked too often');
    };
    logs.cut('vault-0');
    await expect(
      (async () => {
        for await (const event of stream) {
          events.push(event);
        }
      })(),
    ).rejects.toThrow(NotAllowedError);
    expect(events).toContainEqual({
      kind: 'source',
      source: {
        state: 'waiting',
        message: expect.stringContaining('does not answer'),
      },
    });
    expect(JSON.stringify(events)).not.toMatch(/10\.0\.0\.1|arn:aws/);
  });

  it('pulls no faster than its consumer', async () => {
    const pulled: number[] = [];
    cluster.kubernetes.logs = async request => {
      if (!request.follow) {
        return Readable.from([]);
      }
      return Readable.from(
        (function* endless() {
          for (let i = 0; ; i++) {
            pulled.push(i);
            yield Buffer.from(
              `${JSON.stringify({
                time: new Date().toISOString(),
                type: 'request',
                request: { id: `n${i}`, operation: 'read', path: 'x' },
              })}\n`,
            );
          }
        })(),
      );
    };
    const stream = tail();
    await take(stream, events => idsOf(events).length === 3);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(pulled.length).toBeLessThan(100);
    await stream.return(undefined);
  });

  it('says that there is nothing to follow', async () => {
    POD_NAMES.forEach(name =>
      cluster.kubernetes.objects.delete(`Pod/vault/${name}`),
    );
    const stream = tail();
    await stream.next();
    await expect(stream.next()).rejects.toThrow(
      'No Vault pod runs for release vault in namespace vault',
    );
  });
});
