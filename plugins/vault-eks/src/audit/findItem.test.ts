import { aLine } from '../testing/fixtures';
import type { AuditItem } from './AuditItem';
import { findItem } from './findItem';
import { RowRing } from './RowRing';

const item = (sequence: number): AuditItem => ({
  kind: 'line',
  id: `id-${sequence}`,
  sequence,
  line: aLine(`id-${sequence}`),
});

it('finds an item by its number and its id', () => {
  const ring = new RowRing<AuditItem>();
  const numbers = [3, 4, 9, 17, 100];
  numbers.forEach(number => ring.append(item(number)));
  const items = ring.window();
  expect(numbers.map(number => findItem(items, item(number)))).toEqual([
    0, 1, 2, 3, 4,
  ]);
  expect([0, 5, 101].map(number => findItem(items, item(number)))).toEqual([
    -1, -1, -1,
  ]);
  expect(findItem(items, { ...item(9), id: 'of another tail' })).toBe(-1);
});

it('finds nothing where there is nothing', () => {
  expect(findItem(new RowRing<AuditItem>().window(), item(0))).toBe(-1);
});
