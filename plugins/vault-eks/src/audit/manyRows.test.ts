import type {
  AuditLine,
  AuditTailRow,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { aLine } from '../testing/fixtures';
import type { AuditItem } from './AuditItem';
import type { TailSnapshot } from './AuditTail';
import { AuditView } from './AuditView';
import { TailBuffer } from './TailBuffer';

// What it costs is counted, not timed: a busy machine must not fail a test.

const KEPT = 100_000;
const BATCH = 500;
const template = aLine('0');

/** A line that counts how often its path is looked at: once for each time that it is filtered. */
class CountedLine implements AuditLine {
  static looks = 0;
  readonly id: string;
  readonly requestId: string;
  readonly type: AuditLine['type'];
  readonly pod = template.pod;
  readonly time = template.time;
  readonly operation = template.operation;
  readonly raw = template.raw;
  readonly #path: string;

  constructor(n: number) {
    this.id = `${n}`;
    // The response to every request comes three lines later.
    this.type = n % 2 === 0 ? 'request' : 'response';
    this.requestId = `r${this.type === 'request' ? n : n - 3}`;
    this.#path = n % 8 < 4 ? 'secret/data/a' : 'sys/mounts';
  }

  get path(): string {
    CountedLine.looks += 1;
    return this.#path;
  }
}

function following(paired: boolean) {
  const buffer = new TailBuffer({ rows: KEPT, characters: 1e9 });
  let snapshot: TailSnapshot = {
    entries: buffer.window(),
    connection: { state: 'open' },
  };
  let tell = () => {};
  const view = new AuditView({ filter: { pathPrefix: 's' }, paired });
  view.follow({
    getSnapshot: () => snapshot,
    subscribe: listener => {
      tell = listener;
      return () => {};
    },
  });
  let sent = 0;
  const send = (batches: number) => {
    for (let batch = 0; batch < batches; batch += 1) {
      const rows: AuditTailRow[] = [];
      for (let n = 0; n < BATCH; n += 1) {
        rows.push({ kind: 'line', line: new CountedLine(sent) });
        sent += 1;
      }
      buffer.add(rows);
      snapshot = { ...snapshot, entries: buffer.window() };
      tell();
    }
  };
  return { view, send };
}
const idOf = (item: AuditItem | undefined) => item?.id;

describe('100,000 rows', () => {
  beforeEach(() => {
    CountedLine.looks = 0;
  });

  it('are filtered once each, however many come after them', () => {
    const { view, send } = following(false);
    send(600);
    expect(CountedLine.looks).toBe(600 * BATCH);
    const { items } = view.getSnapshot();
    expect(items).toHaveLength(KEPT);
    expect(idOf(items.at(0))).toBe('200000');
    expect(idOf(items.at(KEPT - 1))).toBe('299999');
  });

  it('are paired across the edges of everything that they are kept in', () => {
    const { view, send } = following(true);
    send(600);
    const { items } = view.getSnapshot();
    const unpaired = [...items].filter(
      item => item.kind !== 'exchange' || !item.request || !item.response,
    );
    // It still waits. An answer whose request has been dropped went with it.
    expect(unpaired.map(idOf)).toEqual(['299998']);
    expect(items).toHaveLength(KEPT / 2);
    expect(idOf(items.at(0))).toBe('200000');
  });

  it('hold still while as many come, for no more memory than a list of chunks', () => {
    const { view, send } = following(true);
    send(200);
    view.pause('reading');
    const { items } = view.getSnapshot();
    const [first, last] = [idOf(items.at(0)), idOf(items.at(49_998))];
    CountedLine.looks = 0;
    send(400);
    // Once for what is live and once for an answer that what is held may wait for.
    expect(CountedLine.looks).toBe(2 * 400 * BATCH);
    const held = view.getSnapshot();
    expect([idOf(held.items.at(0)), idOf(held.items.at(49_998))]).toEqual([
      first,
      last,
    ]);
    expect(held.newCount).toBe(100_000);
    view.resume();
    expect(idOf(view.getSnapshot().items.at(0))).toBe('200000');
  });
});
