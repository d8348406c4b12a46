import type {
  AuditLine,
  UnreadableAuditLine,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { linesOf, type AuditItem } from './AuditItem';
import { TimeSlice } from './nextTask';
import type { RowWindow } from './RowRing';

/** What shown lines are saved as. */
export type ExportFormat = 'jsonl' | 'csv';

const MIME: Record<ExportFormat, string> = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
};

const CSV_COLUMNS = [
  'time',
  'type',
  'operation',
  'path',
  'mountPoint',
  'actor',
  'entityId',
  'remoteAddress',
  'pod',
  'requestId',
  'error',
  'raw',
] as const;

type CsvRow = Partial<Record<(typeof CSV_COLUMNS)[number], string>>;

const unreadableRow = ({ pod, reason, size }: UnreadableAuditLine) => ({
  type: 'unreadable',
  pod,
  error:
    reason === 'missing'
      ? 'lines may be missing here'
      : `${reason}, ${size} bytes`,
});

function csvRows(item: AuditItem): CsvRow[] {
  return item.kind === 'unreadable'
    ? [unreadableRow(item.line)]
    : linesOf(item).map((line: AuditLine) => line);
}

function jsonLines(item: AuditItem): string[] {
  return item.kind === 'unreadable'
    ? [JSON.stringify(unreadableRow(item.line))]
    : linesOf(item).map(({ raw }) => raw);
}

async function writerOf(
  format: ExportFormat,
): Promise<(items: readonly AuditItem[], first: boolean) => string> {
  if (format === 'jsonl') {
    return items => items.flatMap(jsonLines).join('\n').concat('\n');
  }
  // Loaded when somebody saves, which is seldom.
  const { unparse } = await import('papaparse');
  return (items, first) =>
    unparse(items.flatMap(csvRows), {
      columns: [...CSV_COLUMNS],
      header: first,
      // A cell that a spreadsheet would run is written as text.
      escapeFormulae: true,
    }).concat('\r\n');
}

const BATCH = 200;

/** The lines of the items as a file, made bit by bit, so that the page goes on meanwhile. */
export async function exportLines(
  items: RowWindow<AuditItem>,
  format: ExportFormat,
): Promise<Blob> {
  const write = await writerOf(format);
  const slice = new TimeSlice();
  const parts: Blob[] = [];
  let batch: AuditItem[] = [];
  const flush = () => {
    if (batch.length > 0) {
      // A Blob may lie on disk, where text would fill the memory.
      parts.push(new Blob([write(batch, parts.length === 0)]));
      batch = [];
    }
  };
  for (const item of items) {
    batch.push(item);
    if (batch.length === BATCH) {
      flush();
      if (slice.isOver) {
        await slice.rest();
      }
    }
  }
  flush();
  return new Blob(parts, { type: `${MIME[format]};charset=utf-8` });
}

/** `vault-audit-payments-prod-20261124T103000Z.csv`: from which cluster and when, without what file systems refuse. */
export function exportFileName(
  cluster: string,
  format: ExportFormat,
  now: Date,
): string {
  const name = cluster.replace(/[^\w.-]+/g, '-');
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `vault-audit-${name}-${time}.${format}`;
}
