import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { aLine } from '../testing/fixtures';
import { TailBuffer } from './TailBuffer';

const rows = (...ids: string[]): AuditTailRow[] =>
  ids.map(id => ({ kind: 'line', line: aLine(id) }));
const idsOf = (buffer: TailBuffer) => buffer.entries.map(e => e.line.id);

describe('TailBuffer', () => {
  it('drops what comes again after a reconnect', () => {
    const buffer = new TailBuffer(10);
    buffer.add(rows('1', '2'));
    expect(buffer.add(rows('2'))).toBe(false);
    expect(buffer.add(rows('2', '3'))).toBe(true);
    expect(idsOf(buffer)).toEqual(['1', '2', '3']);
    expect(buffer.lastId).toBe('3');
  });

  it('keeps the newest rows only', () => {
    const buffer = new TailBuffer(3);
    buffer.add(rows('1', '2'));
    buffer.add(rows('3', '4', '5'));
    expect(idsOf(buffer)).toEqual(['3', '4', '5']);
  });

  it('never changes an array that it gave away', () => {
    const buffer = new TailBuffer(2);
    buffer.add(rows('1', '2'));
    const before = buffer.entries;
    buffer.add(rows('3'));
    expect(before.map(e => e.line.id)).toEqual(['1', '2']);
  });
});
