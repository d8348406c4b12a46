import { aLine } from '../testing/fixtures';
import type { AuditItem } from './AuditItem';
import { copyNewest, COPY_ROWS } from './copyNewest';
import { RowRing } from './RowRing';

const items = (count: number) => {
  const ring = new RowRing<AuditItem>();
  for (let n = 0; n < count; n += 1) {
    const id = `${n}`;
    ring.append({ kind: 'line', id, sequence: n, line: aLine(id) });
  }
  return ring;
};

it('copies the lines of a pair, the request first, and no line that nobody could read', () => {
  const ring = items(0);
  ring.append({
    kind: 'exchange',
    id: 'a',
    sequence: 0,
    request: aLine('a'),
    response: aLine('b'),
  });
  ring.append({
    kind: 'unreadable',
    id: 'u',
    sequence: 2,
    line: { id: 'u', pod: 'vault-0', reason: 'malformed', size: 1 },
  });
  expect(copyNewest(ring.window())).toBe(
    `${aLine('a').raw}\n${aLine('b').raw}`,
  );
});

it('copies the newest when there are too many', () => {
  const lines = copyNewest(items(COPY_ROWS + 10).window()).split('\n');
  expect(lines).toHaveLength(COPY_ROWS);
  expect(lines[0]).toBe(aLine('10').raw);
});
