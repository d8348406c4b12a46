import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';

/**
 * What tells a row from every other, whoever read it and from where on: a line that nobody could read is named by the
 * time of the line before it, and that depends on the reader.
 */
export function rowKey({ kind, line }: AuditTailRow): string {
  return kind === 'line' ? line.id : line.id.slice(line.id.indexOf('/') + 1);
}

/** Whether this is the row that the id was given to, by this reader or by another. */
export function isRow(row: AuditTailRow, id: string): boolean {
  return (
    row.line.id === id ||
    (row.kind === 'unreadable' && id.endsWith(`/${rowKey(row)}`))
  );
}

/** What stands in the id of a row that tells of missing lines, in place of a line's own; it sorts after those. */
export const MISSING = '~missing';

/** Whether an id says which row it means, and not only a time. */
export const namesRow = (id: string): boolean =>
  id.includes('/') && !id.endsWith(MISSING);
