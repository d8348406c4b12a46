import type { AuditLine } from '@vault-eks/backstage-plugin-vault-eks-common';
import { parse } from 'papaparse';
import { aLine } from '../testing/fixtures';
import type { AuditItem } from './AuditItem';
import { exportFileName, exportLines, type ExportFormat } from './exportLines';
import { RowRing } from './RowRing';

const line = (
  sequence: number,
  change: Partial<AuditLine> = {},
): AuditItem => ({
  kind: 'line',
  id: `${sequence}`,
  sequence,
  line: { ...aLine(`${sequence}`, change), ...change },
});
const pair: AuditItem = {
  kind: 'exchange',
  id: 'a',
  sequence: 0,
  request: aLine('a', { type: 'request' }),
  response: aLine('b', { type: 'response', error: 'permission denied' }),
};
const unreadable: AuditItem = {
  kind: 'unreadable',
  id: 'u',
  sequence: 1,
  line: { id: 'u', pod: 'vault-1', reason: 'too-long', size: 9_000_000 },
};

async function exported(format: ExportFormat, ...items: AuditItem[]) {
  const ring = new RowRing<AuditItem>();
  items.forEach(item => ring.append(item));
  const file = await exportLines(ring.window(), format);
  return file.text();
}
const cells = (csv: string) =>
  parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });

describe('an export', () => {
  it('has each line as Vault wrote it, and says what could not be read', async () => {
    const text = await exported('jsonl', pair, unreadable);
    expect(text.endsWith('\n')).toBe(true);
    expect(text.trimEnd().split('\n')).toEqual([
      aLine('a', { type: 'request' }).raw,
      aLine('b', { type: 'response' }).raw,
      '{"type":"unreadable","pod":"vault-1","error":"too-long, 9000000 bytes"}',
    ]);
  });

  it('has a row for each line in CSV, under one header', async () => {
    const many = Array.from({ length: 450 }, (_, n) => line(n + 2));
    const { data, errors, meta } = cells(
      await exported('csv', pair, unreadable, ...many),
    );
    expect(errors).toEqual([]);
    expect(meta.fields?.slice(0, 4)).toEqual([
      'time',
      'type',
      'operation',
      'path',
    ]);
    expect(data).toHaveLength(453);
    expect(data[1]).toMatchObject({
      type: 'response',
      path: 'secret/data/b',
      error: 'permission denied',
    });
    expect(data[2]).toMatchObject({ type: 'unreadable', pod: 'vault-1' });
    expect(data[452].path).toBe('secret/data/451');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'runs no formula in a spreadsheet: %j',
    async path => {
      const { data } = cells(await exported('csv', line(0, { path })));
      expect(data[0].path).toBe(`'${path}`);
    },
  );

  it('keeps commas, quotes and line breaks inside of a cell', async () => {
    const path = 'a,"b"\nc';
    const { data } = cells(await exported('csv', line(0, { path })));
    expect(data[0].path).toBe(path);
  });

  it('is empty where nothing is shown', async () => {
    expect(await exported('jsonl')).toBe('');
  });
});

it('names a file by cluster and time', () => {
  expect(
    exportFileName(
      '../prod eu',
      'csv',
      new Date(Date.UTC(2026, 10, 24, 10, 30, 5, 7)),
    ),
  ).toBe('vault-audit-..-prod-eu-20261124T103005Z.csv');
});
