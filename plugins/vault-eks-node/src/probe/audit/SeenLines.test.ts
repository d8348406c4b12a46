import type { AuditEntry } from './auditEntry';
import { SeenLines } from './SeenLines';

const START = new Date('2026-11-23T12:00:00Z');

const timeAt = (seconds: number) =>
  new Date(START.getTime() + seconds * 1000)
    .toISOString()
    .replace('Z', '000000Z');

function entryAt(seconds: number, name = `r${seconds}`): AuditEntry {
  const time = timeAt(seconds);
  const id = `${time}/${name}/request`;
  return {
    kind: 'line',
    key: id,
    line: {
      ...{ id, time, pod: 'vault-0', type: 'request', requestId: name },
      ...{ operation: 'read', path: 'kv/data/app', raw: '{}' },
    },
  };
}

function unreadableAfter(seconds: number, digest: string): AuditEntry {
  const key = `${digest}/vault-0`;
  return {
    kind: 'unreadable',
    key,
    line: {
      ...{ id: `${timeAt(seconds)}/${key}`, pod: 'vault-0' },
      ...{ reason: 'malformed', size: 1 },
    },
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

  it('knows a line that nobody could read whatever line a read finds before it', () => {
    const seen = new SeenLines(START);
    seen.add(entryAt(1));
    expect(seen.add(unreadableAfter(1, 'abc'))).toBe(true);
    for (let i = 0; i < 20_000; i += 1) {
      seen.add(entryAt(2 + i / 1000));
    }
    expect(seen.add(unreadableAfter(40, 'abc'))).toBe(false);
    expect(seen.add(unreadableAfter(0, 'abc'))).toBe(false);
    expect(seen.add(unreadableAfter(1, 'def'))).toBe(true);
  });

  it('knows lines of one time from each other', () => {
    const seen = new SeenLines(START);
    expect(['a', 'b', 'a', 'c'].map(n => seen.add(entryAt(1, n)))).toEqual([
      ...[true, true, false, true],
    ]);
  });

  it('knows lines again that come from a node whose clock is an hour behind that of another', () => {
    const seen = new SeenLines(START);
    seen.add(entryAt(3_600));
    for (let at = 1; at <= 100; at += 1) {
      expect(seen.add(entryAt(at))).toBe(true);
    }
    for (let at = 1; at <= 100; at += 1) {
      expect(seen.add(entryAt(at))).toBe(false);
    }
    expect(seen.newest).toBe('2026-11-23T13:00:00.000000000Z');
  });
});
