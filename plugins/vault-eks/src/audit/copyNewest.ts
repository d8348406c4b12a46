import { linesOf, type AuditItem } from './AuditItem';
import type { RowWindow } from './RowRing';

/** Rows that a clipboard takes without the page standing still. */
export const COPY_ROWS = 5_000;

/** The newest {@link COPY_ROWS} of the rows as JSON lines, oldest first; what could not be read has no text. */
export function copyNewest(items: RowWindow<AuditItem>): string {
  const lines: string[] = [];
  for (
    let at = Math.max(0, items.length - COPY_ROWS);
    at < items.length;
    at += 1
  ) {
    const item = items.at(at);
    lines.push(...(item ? linesOf(item) : []).map(({ raw }) => raw));
  }
  return lines.join('\n');
}
