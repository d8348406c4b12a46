import type { AuditEntry } from './auditEntry';
import { SeenLines } from './SeenLines';

const START = new Date('2026-11-23T12:00:00Z');

function entryAt(seconds: number, name = `r${seconds}`): AuditEntry {
  const time = new Date(START.getTime() + seconds * 1000)
    .toISOString()
    .replace('Z', '000000Z');
  const id = `${time}/${name}/request`;
  return {
    kind: 'unreadable',
    key: id,
    line: { id, pod: 'vault-0', reason: 'malformed', size: 1 },
  };
}

describe('SeenLines', () => {
  it('lets each line through once, whatever comes in between', () => {
    const seen = new SeenLines(START);
    expect(seen.add(entryAt(1))).toBe(true);
    expect(seen.add(entryAt(3))).toBe(true);
    expect(seen.add(entryAt(2))).toBe(true);
    expect([1, 2, 3].map(at => seen.add(entryAt(at)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(seen.newest).toBe('2026-11-23T12:00:03.000000000Z');
  });

  it('knows the lines of the last two minutes, also right after it has forgotten older ones', () => {
    const seen = new SeenLines(START);
    for (let at = 1; at <= 1000; at += 1) {
      expect(seen.add(entryAt(at))).toBe(true);
      expect(seen.add(entryAt(Math.max(1, at - 119)))).toBe(false);
    }
    expect(seen.add(entryAt(1))).toBe(true);
  });

  it('holds no more than it may when many come in one second', () => {
    const seen = new SeenLines(START);
    for (let i = 0; i < 150_000; i += 1) {
      seen.add(entryAt(1, String(i)));
    }
    expect(seen.add(entryAt(1, String(149_999)))).toBe(false);
    expect(seen.add(entryAt(1, String(100_001)))).toBe(false);
    expect(seen.add(entryAt(1, '0'))).toBe(true);
  });
});
