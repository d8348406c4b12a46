import { Readable } from 'node:stream';
import { splitLines, type LogLine } from '../../connections/kubernetes';
import { readAuditEntry, type AuditEntry } from './auditEntry';

const request = { id: 'r1', operation: 'read', path: 'kv/data/x' };

const lineWith = (change: object, ofRequest: object = {}) =>
  JSON.stringify({
    request: { ...request, ...ofRequest },
    time: '2026-11-23T12:18:46.82Z',
    type: 'request',
    ...change,
  });

/** A line whose `data` is written as given. */
const dataOf = (json: string) =>
  lineWith({}, { data: '#' }).replace('"#"', json);

const nested = (open: string, close: string, depth: number) =>
  open.repeat(depth) + close.repeat(depth);

/** Lines that Vault would hardly write, and that a pod may hold all the same. */
const LINES: Record<string, string> = {
  'a prototype by name': `{"__proto__":{"polluted":1},${lineWith({}).slice(1)}`,
  'a constructor by name': lineWith({
    constructor: { prototype: { polluted: 1 } },
  }),
  'a prototype in data': dataOf('{"__proto__":{"polluted":1}}'),
  'a prototype for a request': '{"__proto__":{"request":{}},"time":1}',
  'control characters': lineWith({}, { path: 'a\u0000b\u001b[31m\r\n\u0007' }),
  'an id of several lines': lineWith({}, { id: 'a\nid: 1\ndata: {}\n\n' }),
  'an id that is endless': lineWith({}, { id: 'x'.repeat(100_000) }),
  'an id of nothing': lineWith({}, { id: '' }),
  'text from right to left': lineWith({}, { path: 'kv/\u202egpj.\u2066x' }),
  'half a character': lineWith({}, { path: 'kv/\ud83d', id: '\udc00' }),
  'bytes that are no text': '{"time":"\ufffd\ufffd"}',
  'arrays in arrays': dataOf(nested('[', ']', 100_000)),
  'objects in objects': dataOf(
    `${nested('{"a":', '}', 40_000)}`.replace('}', '1}'),
  ),
  'arrays in arrays outside data': lineWith({ x: '#' }).replace(
    '"#"',
    nested('[', ']', 100_000),
  ),
  'a number beyond all': dataOf('1e999'),
  'the same key twice': `{"type":"response",${lineWith({}).slice(1)}`,
  'many keys': dataOf(
    JSON.stringify(
      Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [i, i])),
    ),
  ),
  'a time that is none': lineWith({ time: '2026-99-99T99:99:99Z' }),
  'a time of many digits': lineWith({
    time: `2026-11-23T12:18:46.${'9'.repeat(500)}Z`,
  }),
  'a time long gone': lineWith({ time: '0000-01-01T00:00:00Z' }),
  'other kinds of values': lineWith({ auth: [], error: {}, type: 1 }),
  'no object': '[1,2,3]',
  'a lone brace': '{',
  'markup for a terminal': '<script>alert(1)</script>',
  nothing: '',
};

/** What SSE would take for the end of a field, or a browser for no id, and what is no JSON any more. */
function wrongWith(entry: AuditEntry | undefined): string[] {
  if (!entry) {
    return [];
  }
  const { id } = entry.line;
  const wrong = /^[\x21-\x7e]{1,300}$/.test(id) ? [] : [`id ${id}`];
  if (entry.kind === 'line') {
    const { raw } = entry.line;
    if (/[\r\n]/.test(raw) || typeof JSON.parse(raw) !== 'object') {
      wrong.push(`raw ${raw}`);
    }
  }
  return wrong;
}

async function entriesOf(bytes: Buffer): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const line of splitLines(Readable.from([bytes]), 256 * 1024)) {
    const entry = readAuditEntry(line, 'vault-0', '');
    if (entry) {
      entries.push(entry);
    }
  }
  return entries;
}

describe('lines that nobody can trust', () => {
  it.each(Object.entries(LINES))('%s', (_name, text) => {
    const line: LogLine = { text, size: Buffer.byteLength(text) };
    const entry = readAuditEntry(line, 'vault-0', '2026-11-23T12:18:46.0Z');
    expect(Object.prototype).not.toHaveProperty('polluted');
    expect(wrongWith(entry)).toEqual([]);
  });

  it('reads on after a line of ten megabytes, and after bytes that are no text', async () => {
    const huge = Buffer.alloc(10 * 1024 * 1024, '{');
    const entries = await entriesOf(
      Buffer.concat([
        huge,
        Buffer.from(`\n{"x":"\xff\xfe"}\n`, 'latin1'),
        Buffer.from(`${lineWith({})}\n`),
      ]),
    );
    expect(entries.map(({ kind }) => kind)).toEqual([
      'unreadable',
      'unreadable',
      'line',
    ]);
    expect(entries[0].line).toMatchObject({
      reason: 'too-long',
      size: huge.length,
    });
  });

  it('tells nesting beyond measure as a line that cannot be read', () => {
    const text = LINES['arrays in arrays'];
    expect(
      readAuditEntry({ text, size: text.length }, 'vault-0', ''),
    ).toMatchObject({ kind: 'unreadable', line: { reason: 'malformed' } });
  });
});
