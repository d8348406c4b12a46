import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  matchesAuditFilter,
  type AuditFilter,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { AuditEntry, readAuditEntry, sortableTime } from './auditEntry';
import { createRedaction } from './redaction/createRedaction';
import { DEFAULT_REDACTION } from './redaction/RedactionPolicy';
import { LogLine, splitLines } from '../../connections/kubernetes';

const STDOUT = readFileSync(
  join(__dirname, '..', 'fixtures', 'vault-1.21.4-stdout.log'),
);

async function linesOf(
  bytes: Buffer,
  options: { limit?: number; chunk?: number } = {},
): Promise<LogLine[]> {
  const { limit = 65_536, chunk = 997 } = options;
  const chunks = Array.from(
    { length: Math.ceil(bytes.length / chunk) },
    (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk),
  );
  const lines: LogLine[] = [];
  for await (const line of splitLines(Readable.from(chunks), limit)) {
    lines.push(line);
  }
  return lines;
}

async function entries(): Promise<AuditEntry[]> {
  const lines = await linesOf(STDOUT);
  return lines.flatMap(line => readAuditEntry(line, 'vault-0', '') ?? []);
}

describe('the stdout of a real Vault', () => {
  it('is split into the same lines whatever the chunks', async () => {
    const whole = STDOUT.toString('utf8').trimEnd().split('\n');
    for (const chunk of [1, 64, 1 << 20]) {
      const lines = await linesOf(STDOUT, { chunk });
      expect(lines.map(l => ('text' in l ? l.text : ''))).toEqual(whole);
    }
  });

  it('yields its 24 audit lines and skips the server log', async () => {
    const found = await entries();
    expect(found).toHaveLength(24);
    expect(found.every(e => e.kind === 'line')).toBe(true);
    expect(new Set(found.map(e => e.key)).size).toBe(24);
    const ids = found.map(e => e.line.id);
    expect([...ids].sort()).toEqual(ids);
    expect(found[1].line).toMatchObject({
      pod: 'vault-0',
      time: '2026-11-23T12:18:46.829575869Z',
      type: 'response',
      operation: 'update',
      path: 'sys/audit/stdout',
      mountPoint: 'sys/',
      mountType: 'system',
      actor: 'root',
      remoteAddress: '127.0.0.1',
    });
    expect(
      found.flatMap(e => (e.kind === 'line' ? e.line.error ?? [] : []))[0],
    ).toBe('1 error occurred: * invalid request');
  });

  it('shows no whole HMAC and no plain value of data', async () => {
    for (const entry of await entries()) {
      const raw = entry.kind === 'line' ? entry.line.raw : '';
      expect(raw).not.toMatch(/hmac-sha256:[0-9a-f]{9}/);
      const { request, response } = JSON.parse(raw);
      const shown = JSON.stringify([request.data, response?.data]);
      expect(shown).not.toMatch(/":-?\d/);
    }
  });
});

describe('readAuditEntry', () => {
  const line = (json: unknown): LogLine => {
    const text = typeof json === 'string' ? json : JSON.stringify(json);
    return { text, size: text.length };
  };
  const request = { id: 'r1', operation: 'read', path: 'kv/data/x' };
  const time = '2026-11-23T12:18:46.82Z';

  it('hides headers that are not known to be harmless, leases and tokens in paths', () => {
    const entry = readAuditEntry(
      line({
        time,
        type: 'response',
        request: {
          ...request,
          path: 'auth/token/lookup/hvs.CAESIabcdefghijk',
          headers: { 'user-agent': ['curl'], 'x-api-key': ['plain'] },
          data: { pin: 1234, note: 'exempted from hashing', dry: true },
        },
        response: { secret: { lease_id: 'aws/creds/x/abc' } },
      }),
      'vault-0',
      '',
    );
    expect(entry?.kind === 'line' && JSON.parse(entry.line.raw)).toMatchObject({
      request: {
        path: 'auth/token/lookup/<redacted>',
        headers: { 'user-agent': ['curl'], 'x-api-key': '<redacted>' },
        data: { pin: '<redacted>', note: '<redacted>', dry: true },
      },
      response: { secret: { lease_id: '<redacted>' } },
    });
    expect(JSON.stringify(entry)).not.toContain('CAESI');
  });

  it('shows what it cannot read as such', async () => {
    expect(readAuditEntry(line('{"time": tru'), 'vault-0', 't')).toMatchObject({
      kind: 'unreadable',
      line: { reason: 'malformed', size: 12, pod: 'vault-0' },
    });
    const [huge, next] = await linesOf(
      Buffer.from(`{"${'x'.repeat(5000)}"}\nplain\n`),
      { limit: 1000 },
    );
    expect(readAuditEntry(huge, 'vault-0', 't')).toMatchObject({
      kind: 'unreadable',
      line: { reason: 'too-long', size: 5004 },
    });
    expect(next).toEqual({ text: 'plain', size: 5 });
    expect(
      readAuditEntry(line('{"@level":"info","@message":"x"}'), 'vault-0', ''),
    ).toBeUndefined();
  });

  it.each([
    [{ error: 'hmac-sha256:a2b8' }, 'Refused; Vault writes only a hash'],
    [{ error: 'hmac-sha256:a2b8', keys: [] }, undefined],
    [null, undefined],
  ])('tells an answer of %j for what it is', (data, error) => {
    const entry = readAuditEntry(
      line({ time, type: 'response', request, response: { data } }),
      'vault-0',
      '',
    );
    const told = entry?.kind === 'line' ? entry.line.error : 'unreadable';
    expect(told?.slice(0, 33)).toBe(error);
  });

  it('orders lines whose nanoseconds Vault shortened', () => {
    expect(sortableTime(time)).toBe('2026-11-23T12:18:46.820000000Z');
    expect(sortableTime('2026-11-23T12:18:46.5-01:00')).toBe(
      '2026-11-23T13:18:46.500000000Z',
    );
    expect(sortableTime('2026-11-23T12:18:46Z')).toBe(
      '2026-11-23T12:18:46.000000000Z',
    );
  });

  it('lets no filter find what is hidden', () => {
    const policy = { ...DEFAULT_REDACTION, maskedPaths: ['kv/data/hr/*'] };
    const value = `hmac-sha256:${'0123abcd'.repeat(8)}`;
    const entry = readAuditEntry(
      line({
        time,
        type: 'response',
        error: 'no kv/data/hr/salaries here',
        request: {
          ...request,
          path: 'kv/data/hr/salaries',
          data: { note: 'plain', hashed: value },
          headers: { 'x-team': ['payroll'] },
        },
      }),
      'vault-0',
      '',
      createRedaction(policy),
    );
    const finds = (filter: AuditFilter) =>
      entry && matchesAuditFilter(entry, filter);
    expect(finds({ pathPrefix: 'kv/data/hr/', text: '0123abcd' })).toBe(true);
    expect(
      [
        { pathPrefix: 'kv/data/hr/s' },
        { text: 'salaries' },
        { text: 'plain' },
        { text: 'payroll' },
        { text: value.slice(0, 30) },
      ].map(finds),
    ).toEqual(Array(5).fill(false));
    expect(entry?.kind === 'line' && entry.line.error).toBe(
      'no kv/data/hr/<redacted> here',
    );
  });

  it('matches every part of a filter', () => {
    const entry = readAuditEntry(
      line({ time, type: 'request', request, auth: { display_name: 'Ann' } }),
      'vault-0',
      '',
    );
    if (!entry) {
      throw new Error('not read');
    }
    expect(matchesAuditFilter(entry, { pathPrefix: 'kv/', actor: 'ann' })).toBe(
      true,
    );
    expect(
      matchesAuditFilter(entry, { pathPrefix: 'kv/', errorsOnly: true }),
    ).toBe(false);
    expect(matchesAuditFilter(entry, { operation: 'rea' })).toBe(false);
    expect(matchesAuditFilter(entry, { text: 'KV/DATA' })).toBe(true);
  });
});
