import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { aLine } from '../testing/fixtures';
import { TailBuffer } from './TailBuffer';

const rows = (...ids: string[]): AuditTailRow[] =>
  ids.map(id => ({ kind: 'line', line: aLine(id) }));
const gigantic = (id: string, length: number): AuditTailRow => ({
  kind: 'line',
  line: { ...aLine(id), raw: 'x'.repeat(length) },
});
const idsOf = (buffer: TailBuffer) =>
  [...buffer.window()].map(({ line }) => line.id);
const ofRows = (rowLimit: number) =>
  new TailBuffer({ rows: rowLimit, characters: 1_000_000 });

describe('TailBuffer', () => {
  it('drops what comes again after a reconnect', () => {
    const buffer = ofRows(10);
    buffer.add(rows('1', '2'));
    expect(buffer.add(rows('2'))).toBe(false);
    expect(buffer.add(rows('2', '3'))).toBe(true);
    expect(idsOf(buffer)).toEqual(['1', '2', '3']);
    expect(buffer.lastId).toBe('3');
  });

  it('keeps the newest rows only', () => {
    const buffer = ofRows(3);
    buffer.add(rows('1', '2'));
    buffer.add(rows('3', '4', '5'));
    expect(idsOf(buffer)).toEqual(['3', '4', '5']);
  });

  it('keeps fewer rows when they are long, and always the newest', () => {
    const buffer = new TailBuffer({ rows: 100, characters: 1_000 });
    buffer.add(['1', '2', '3', '4'].map(id => gigantic(id, 400)));
    expect(idsOf(buffer)).toEqual(['3', '4']);
    buffer.add([gigantic('5', 5_000)]);
    expect(idsOf(buffer)).toEqual(['5']);
    buffer.add(rows('6'));
    expect(idsOf(buffer)).toEqual(['6']);
  });

  it('never changes a window that it gave away', () => {
    const buffer = ofRows(2);
    buffer.add(rows('1', '2'));
    const before = buffer.window();
    buffer.add(rows('3'));
    expect([...before].map(({ line }) => line.id)).toEqual(['1', '2']);
  });
});
