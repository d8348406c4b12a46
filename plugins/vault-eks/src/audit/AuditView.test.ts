import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import { waitFor } from '@testing-library/react';
import { aLine } from '../testing/fixtures';
import { linesOf } from './AuditItem';
import type { TailConnection, TailSnapshot } from './AuditTail';
import { AuditView } from './AuditView';
import { NO_ROWS } from './RowRing';
import { TailBuffer } from './TailBuffer';

/** A tail in the hands of the test. */
class HandTail {
  readonly #buffer: TailBuffer;
  readonly #listeners = new Set<() => void>();
  #connection: TailConnection = { state: 'open' };

  constructor(rows = 1_000_000, connected = true) {
    this.#buffer = new TailBuffer({ rows, characters: 1_000_000_000 });
    this.#connection = connected ? { state: 'open' } : { state: 'connecting' };
  }

  readonly getSnapshot = (): TailSnapshot => ({
    entries: this.#buffer.lastId ? this.#buffer.window() : NO_ROWS,
    connection: this.#connection,
  });
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  send(...lines: AuditLine[]) {
    this.#buffer.add(lines.map(line => ({ kind: 'line', line })));
    this.#listeners.forEach(listener => listener());
  }
}

const both = (id: string, change: Partial<AuditLine> = {}) => [
  aLine(`${id}?`, { type: 'request', requestId: id, ...change }),
  aLine(`${id}!`, { type: 'response', requestId: id, ...change }),
];
const shown = (view: AuditView) =>
  [...view.getSnapshot().items].map(item =>
    linesOf(item)
      .map(({ id }) => id)
      .join(''),
  );

function following(tail = new HandTail(), paired = true) {
  const view = new AuditView({ filter: {}, paired });
  view.follow(tail);
  return { tail, view };
}

describe('AuditView', () => {
  it('shows what comes', () => {
    const { tail, view } = following();
    tail.send(...both('a'));
    tail.send(...both('b'));
    expect(shown(view)).toEqual(['a?a!', 'b?b!']);
  });

  it('drops what the tail drops', () => {
    const { tail, view } = following(new HandTail(2));
    tail.send(...both('a'));
    tail.send(...both('b'));
    expect(shown(view)).toEqual(['b?b!']);
  });

  it('holds still while paused, keeps what the tail drops, and counts what comes', () => {
    const { tail, view } = following(new HandTail(2));
    tail.send(...both('a'));
    view.pause('reading');
    tail.send(...both('b'));
    tail.send(...both('c'));
    expect(shown(view)).toEqual(['a?a!']);
    expect(view.getSnapshot()).toMatchObject({
      paused: 'reading',
      newCount: 2,
    });
    view.resume();
    expect(shown(view)).toEqual(['c?c!']);
    expect(view.getSnapshot()).toMatchObject({
      paused: undefined,
      newCount: 0,
    });
  });

  it('shows the response to a held request', () => {
    const { tail, view } = following();
    const [request, response] = both('a');
    tail.send(request);
    view.pause('button');
    tail.send(response, ...both('b'));
    expect(shown(view)).toEqual(['a?a!']);
    expect(view.getSnapshot().newCount).toBe(1);
  });

  it('filters what is held, and counts anew', () => {
    const { tail, view } = following();
    tail.send(...both('a', { path: 'x/1' }), ...both('b', { path: 'y/1' }));
    view.pause('button');
    tail.send(...both('c', { path: 'x/2' }), ...both('d', { path: 'y/2' }));
    view.show({ filter: { pathPrefix: 'y/' }, paired: false });
    expect(shown(view)).toEqual(['b?', 'b!']);
    expect(view.getSnapshot().newCount).toBe(2);
    view.resume();
    expect(shown(view)).toEqual(['b?', 'b!', 'd?', 'd!']);
  });

  it('keeps what it shows until another tail has connected', () => {
    const { tail, view } = following();
    tail.send(...both('a'));
    const next = new HandTail(10, false);
    view.follow(next);
    expect(shown(view)).toEqual(['a?a!']);
    next.send(...both('b'));
    expect(shown(view)).toEqual(['b?b!']);
  });

  it('holds still while another tail connects', () => {
    const { tail, view } = following();
    tail.send(...both('a'));
    view.pause('reading');
    const next = new HandTail(10, false);
    view.follow(next);
    next.send(...both('b'));
    next.send(...both('c'));
    expect(shown(view)).toEqual(['a?a!']);
    expect(view.getSnapshot().newCount).toBe(2);
    view.resume();
    expect(shown(view)).toEqual(['b?b!', 'c?c!']);
  });

  it('filters many rows bit by bit, and misses none that comes meanwhile', async () => {
    // Each look at the clock is a millisecond later: work of a few rows is a slice.
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 1;
      return now;
    });
    try {
      const { tail, view } = following();
      const pairs = Array.from({ length: 40 }, (_, n) =>
        both(`${n}`, { path: n % 2 === 0 ? 'even' : 'odd' }),
      ).flat();
      tail.send(...pairs);
      await waitFor(() => expect(shown(view)).toHaveLength(40));

      view.show({ filter: { pathPrefix: 'even' }, paired: true });
      expect(shown(view)).toHaveLength(40);
      tail.send(...both('late', { path: 'even' }));
      view.pause('button');
      tail.send(...both('later', { path: 'even' }));
      await waitFor(() => expect(shown(view)).toHaveLength(21));
      expect(view.getSnapshot()).toMatchObject({
        paused: 'button',
        newCount: 1,
      });
      view.resume();
      expect(shown(view).slice(-2)).toEqual(['late?late!', 'later?later!']);
    } finally {
      clock.mockRestore();
    }
  });
});
