import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAuditEntry } from '../auditEntry';
import { createRedaction, type Redaction } from '../redaction/createRedaction';
import {
  DEFAULT_REDACTION,
  type RedactionPolicy,
} from '../redaction/RedactionPolicy';
import { LineShapes } from './LineShapes';

const HASH = `hmac-sha256:${'0123456789abcdef'.repeat(4)}`;

const RECORDED = readFileSync(
  join(__dirname, '..', '..', 'fixtures', 'vault-1.21.4-stdout.log'),
  'utf8',
)
  .split('\n')
  .filter(line => line.startsWith('{"') && !line.startsWith('{"@'))
  .slice(0, 3);

const MADE = JSON.stringify({
  auth: {
    client_token: HASH,
    display_name: 'kubernetes-shop-cart',
    entity_id: 'c3a6b7a4',
    metadata: { role: 'cart', note: 'x' },
    policies: ['cart', 'default'],
    token_ttl: 3600,
  },
  request: {
    data: { pin: 12, dry: true, none: null, note: 'plain', list: [HASH, ''] },
    headers: { 'user-agent': ['curl'], 'x-key': ['a', 'b'] },
    id: '8d2a7f1e-30c5',
    mount_point: 'apps/',
    operation: 'read',
    path: 'apps/data/shop/cart',
    remote_address: '10.0.11.23',
  },
  response: { secret: { lease_id: 'aws/creds/x' }, auth: { metadata: null } },
  time: '2026-11-23T12:18:46.829575869Z',
  type: 'response',
});

const POLICIES: readonly Partial<RedactionPolicy>[] = [
  {},
  { hashes: 'hidden' },
  { hashes: 'whole', headers: ['x-key'], metadata: ['*'] },
  { maskedPaths: ['apps/data/hr/*', 'sys/+/file'] },
  { maskedPaths: ['*'] },
];

const redactionOf = (policy: Partial<RedactionPolicy>) =>
  createRedaction({ ...DEFAULT_REDACTION, ...policy });

const read = (text: string, redaction: Redaction) =>
  readAuditEntry(
    { text, size: Buffer.byteLength(text) },
    'vault-0',
    '2026-11-23T12:18:46.000000000Z',
    redaction,
  );

/** What may stand where a value stands. */
const VALUES = [
  '"other"',
  '""',
  '"hvs.CAESIabcdefghijk"',
  `"${HASH}"`,
  `"${HASH.slice(0, 40)}"`,
  `"${HASH.slice(0, -1)}"`,
  `"${HASH}0"`,
  `"${HASH.replace('abcdef', 'ABCDEF')}"`,
  '"hmac-sha256:"',
  '"\u202eumlaut ü \ud83d\ude00"',
  String.raw`"a\"b"`,
  String.raw`"\u0068vs.CAESIabcdefghijk"`,
  '"a\u0001b"',
  '"apps/data/hr/salaries"',
  '"2026-02-31T12:18:46Z"',
  '"2026-99-31T12:18:46Z"',
  '"request"',
  '17',
  '-0',
  '1.50',
  '1e3',
  '12345678901234567890',
  'true',
  'null',
  '{}',
  '[]',
  '{"a":"b"}',
  '["a"]',
  'nonsense',
];

/** The line with each of its values replaced by each of the above, and cut short at many places. */
function* variants(line: string): Generator<string> {
  const values = [...line.matchAll(/"[^"]*"(?!:)|(?<=:)\d+/g)];
  for (const { index, 0: old } of values) {
    for (const value of VALUES) {
      yield line.slice(0, index) + value + line.slice(index + old.length);
    }
  }
  for (let end = 1; end < line.length; end += 41) {
    yield line.slice(0, end);
    yield line.slice(0, end) + line.slice(end + 9);
  }
  yield `${line} `;
  yield ` ${line}`;
  yield line + line;
}

describe('LineShapes', () => {
  it.each(POLICIES)('come to what parsing comes to: %j', policy => {
    const learned = redactionOf(policy);
    const lines = [MADE, ...RECORDED];
    for (let round = 0; round < 3; round += 1) {
      lines.forEach(line => read(line, learned));
    }
    const different = lines
      .flatMap(line => [line, ...variants(line)])
      .filter(
        line =>
          JSON.stringify(read(line, learned)) !==
          JSON.stringify(read(line, redactionOf(policy))),
      );
    expect(different).toEqual([]);
  });

  it.each(['creation_path', 'mount_point', 'path'])(
    'show no masked path under %s, wherever it stands',
    key => {
      const redaction = redactionOf({ maskedPaths: ['kv/data/hr/*'] });
      const line = (path: string) =>
        JSON.stringify({
          request: {
            id: 'r',
            operation: 'update',
            path: 'sys/wrapping/rewrap',
          },
          response: { wrap_info: { ttl: 60, [key]: path } },
          time: '2026-11-23T12:18:46.829575869Z',
          type: 'response',
        });
      for (let i = 0; i < 5; i += 1) {
        read(line('kv/data/it/x'), redaction);
      }
      const shown = JSON.stringify(read(line('kv/data/hr/alice'), redaction));
      expect(shown).not.toContain('alice');
      expect(shown).toContain('kv/data/hr/<redacted>');
    },
  );

  it('read lines whose shape has come before', () => {
    const redaction = redactionOf({});
    const shapes = new LineShapes(redaction);
    const other = MADE.replace('8d2a7f1e-30c5', 'another')
      .replace('"plain"', '"changed"')
      .replace('2026-11-23', '2027-01-02');
    expect(shapes.read(other)).toBeUndefined();
    for (let i = 0; i < 3; i += 1) {
      const entry = read(MADE, redaction);
      if (entry?.kind !== 'line') {
        throw new Error('not read');
      }
      shapes.learn(MADE, {
        raw: entry.line.raw,
        fields: {
          time: entry.line.time,
          type: 'response',
          isErrorResponse: false,
          auth: {},
          request: { id: 'x', operation: 'read', path: 'x' },
        },
      });
    }
    expect(shapes.read(other)?.fields.request).toEqual({
      id: 'another',
      operation: 'read',
      path: 'apps/data/shop/cart',
      mountPoint: 'apps/',
      mountType: undefined,
      remoteAddress: '10.0.11.23',
    });
  });

  it('are not taken from a line that would make a gigantic expression', () => {
    const redaction = redactionOf({});
    const line = MADE.replace(
      '"plain"',
      JSON.stringify(Array.from({ length: 5_000 }, () => 'x')),
    );
    const made = jest.spyOn(LineShapes.prototype, 'read');
    for (let i = 0; i < 5; i += 1) {
      read(line, redaction);
    }
    expect(made.mock.results.map(({ value }) => value)).toEqual(
      Array(5).fill(undefined),
    );
    made.mockRestore();
  });
});
