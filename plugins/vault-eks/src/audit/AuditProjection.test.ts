import type {
  AuditFilter,
  AuditLine,
  AuditTailRow,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { aLine } from '../testing/fixtures';
import { linesOf, outcomeOf } from './AuditItem';
import { AuditProjection } from './AuditProjection';

let sequence = 0;
beforeEach(() => {
  sequence = 0;
});

const line = (
  type: AuditLine['type'],
  requestId: string,
  change: Partial<AuditLine> = {},
): AuditTailRow => ({
  kind: 'line',
  line: aLine(`${requestId}/${type}`, { type, requestId, ...change }),
});
const request = (id: string, change?: Partial<AuditLine>) =>
  line('request', id, change);
const response = (id: string, change?: Partial<AuditLine>) =>
  line('response', id, change);
const unreadable: AuditTailRow = {
  kind: 'unreadable',
  line: { id: 'u', pod: 'vault-0', reason: 'malformed', size: 3 },
};

const projection = (paired = true, filter: AuditFilter = {}) =>
  new AuditProjection({ paired, filter });
function take(to: AuditProjection, ...rows: AuditTailRow[]) {
  for (const row of rows) {
    to.take(row, sequence);
    sequence += 1;
  }
}
const shown = (of: AuditProjection) =>
  [...of.window()].map(item =>
    item.kind === 'unreadable'
      ? 'unreadable'
      : linesOf(item)
          .map(({ id }) => id)
          .join('+'),
  );

describe('AuditProjection', () => {
  it('pairs a response with its request, whatever comes between', () => {
    const items = projection();
    take(items, request('a'), request('b'), unreadable);
    expect(shown(items)).toEqual(['a/request', 'b/request', 'unreadable']);
    take(items, response('b'), request('c'), response('a'));
    expect(shown(items)).toEqual([
      'a/request+a/response',
      'b/request+b/response',
      'unreadable',
      'c/request',
    ]);
  });

  it('shows a response without its request, and pairs it when the request comes late', () => {
    const items = projection();
    take(items, response('a'));
    expect(shown(items)).toEqual(['a/response']);
    take(items, request('a'));
    expect(shown(items)).toEqual(['a/request+a/response']);
  });

  it('begins a new exchange when the same half comes again', () => {
    const items = projection();
    take(items, request('a'), request('a'), response('a'), response('a'));
    expect(shown(items)).toEqual([
      'a/request',
      'a/request+a/response',
      'a/response',
    ]);
  });

  it('shows each line alone when asked to', () => {
    const items = projection(false);
    take(items, request('a'), response('a'), unreadable);
    expect(shown(items)).toEqual(['a/request', 'a/response', 'unreadable']);
  });

  it('lets in what passes the filter', () => {
    const items = projection(true, { errorsOnly: true });
    take(items, request('a'), response('a'), unreadable, request('b'));
    take(items, response('b', { error: 'permission denied' }));
    expect(shown(items)).toEqual(['b/response']);
  });

  it('shows under every filter where lines may be missing', () => {
    const items = projection(true, { errorsOnly: true });
    take(items, unreadable, {
      kind: 'unreadable',
      line: { id: 'g', pod: 'vault-0', reason: 'missing', size: 0 },
    });
    expect([...items.window()].map(({ id }) => id)).toEqual(['g']);
  });

  it('drops items with their first line, and pairs nothing with them any more', () => {
    const items = projection();
    take(items, request('a'), request('b'));
    items.dropBefore(1);
    take(items, response('a'), response('b'));
    expect(shown(items)).toEqual(['b/request+b/response', 'a/response']);
    expect(items.created).toBe(3);
  });

  it('goes another way from a fork: only halves that wait are completed', () => {
    const items = projection();
    take(items, request('a'));
    const held = items.fork();
    for (const row of [request('b'), response('a'), response('b')]) {
      take(items, row);
      held.complete(row);
    }
    expect(shown(held)).toEqual(['a/request+a/response']);
    expect(shown(items)).toEqual([
      'a/request+a/response',
      'b/request+b/response',
    ]);
  });

  it('is not fooled by the names of an object', () => {
    const items = projection();
    take(items, request('__proto__'), response('constructor'));
    take(items, response('__proto__'));
    expect(shown(items)).toEqual([
      '__proto__/request+__proto__/response',
      'constructor/response',
    ]);
  });
});

describe('the outcome of an exchange', () => {
  const at = (type: AuditLine['type'], time: string, error?: string) =>
    aLine('a', { type, time, error });
  const asked = at('request', '2026-11-23T12:00:00.000Z');

  it('is a latency, an error, or not known yet', () => {
    const exchange = { kind: 'exchange' as const, id: 'a', sequence: 0 };
    expect(outcomeOf({ ...exchange, request: asked })).toEqual({
      kind: 'no-response',
    });
    expect(
      outcomeOf({
        ...exchange,
        request: asked,
        response: at('response', '2026-11-23T12:00:00.012Z'),
      }),
    ).toEqual({ kind: 'done', latencyMs: expect.closeTo(12, 3) });
    expect(
      outcomeOf({
        ...exchange,
        response: at('response', '2026-11-23T12:00:01Z', 'permission denied'),
      }),
    ).toEqual({ kind: 'failed', error: 'permission denied' });
  });
});
