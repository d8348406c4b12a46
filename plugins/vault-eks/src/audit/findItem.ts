import type { AuditItem } from './AuditItem';
import type { RowWindow } from './RowRing';

/** Position of an item in a window, -1 when it is not there. Items are in the order of their sequence numbers. */
export function findItem(
  items: RowWindow<AuditItem>,
  wanted: Pick<AuditItem, 'id' | 'sequence'>,
): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const item = items.at(middle);
    if (item?.sequence === wanted.sequence) {
      // Another tail numbers its lines from the start again.
      return item.id === wanted.id ? middle : -1;
    }
    if ((item?.sequence ?? 0) < wanted.sequence) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return -1;
}
