import type { JsonObject } from '../json';
import { createRedaction } from './createRedaction';
import { DEFAULT_REDACTION, type RedactionPolicy } from './RedactionPolicy';

const HMAC = `hmac-sha256:${'ab'.repeat(32)}`;

function redacted(
  line: string,
  policy: Partial<RedactionPolicy> = {},
): JsonObject {
  const value: JsonObject = JSON.parse(line);
  createRedaction({ ...DEFAULT_REDACTION, ...policy }).line(value, line);
  return value;
}

describe('createRedaction', () => {
  it('shortens HMACs wherever they are, and keeps the order of keys', () => {
    const line = JSON.stringify({
      z: HMAC,
      a: [{ list: [HMAC, 'plain'] }],
      m: 3,
      n: null,
    });
    expect(JSON.stringify(redacted(line))).toBe(
      '{"z":"hmac-sha256:abababab...","a":[{"list":["hmac-sha256:abababab...","plain"]}],"m":3,"n":null}',
    );
  });

  it('hides what data holds in plain, at any depth', () => {
    const line = JSON.stringify({
      data: { pin: 12, on: true, deep: [{ note: 'x', hashed: HMAC }] },
    });
    expect(redacted(line)).toEqual({
      data: {
        pin: '<redacted>',
        on: true,
        deep: [{ note: '<redacted>', hashed: 'hmac-sha256:abababab...' }],
      },
    });
  });

  it.each([
    ['hvs.CAESIabcdefghijk', String.raw`hvs.CAESIabcdefghijk`],
    ['a letter by its number', String.raw`\u0068vs.CAESIabcdefghijk`],
    ['a dot by its number', String.raw`hvs\u002eCAESIabcdefghijk`],
    ['a token of a service account', 'eyJhbGci.eyJpc3Mi.c2ln'],
    [
      'a private key',
      String.raw`-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----`,
    ],
  ])('finds a secret in any text: %s', (_name, text) => {
    expect(redacted(`{"path":"x/${text}"}`)).toEqual({
      path: 'x/<redacted>',
    });
  });

  it('changes nothing but values, also under a name that objects have by themselves', () => {
    const line = '{"__proto__":{"data":{"a":1}},"constructor":"x"}';
    expect(JSON.stringify(redacted(line))).toBe(
      '{"__proto__":{"data":{"a":"<redacted>"}},"constructor":"x"}',
    );
  });

  it.each([
    ['shortened' as const, 'hmac-sha256:abababab...'],
    ['hidden' as const, '<redacted>'],
    ['whole' as const, HMAC],
  ])('shows hashes %s', (hashes, shown) => {
    const line = JSON.stringify({ a: HMAC, data: { b: HMAC } });
    expect(redacted(line, { hashes })).toEqual({
      a: shown,
      data: { b: shown },
    });
  });

  it('shows listed headers and metadata only, and no secret in them', () => {
    const line = JSON.stringify({
      auth: {
        metadata: { role: 'cart', note: 'x', Username: 'hvs.CAESIabcdefghijk' },
      },
      request: {
        headers: { 'X-Team': ['a', HMAC], 'user-agent': ['curl'] },
      },
      response: { auth: { metadata: null } },
    });
    expect(redacted(line, { headers: ['x-team'] })).toEqual({
      auth: {
        metadata: { role: 'cart', note: '<redacted>', Username: '<redacted>' },
      },
      request: {
        headers: {
          'X-Team': ['a', 'hmac-sha256:abababab...'],
          'user-agent': '<redacted>',
        },
      },
      response: { auth: { metadata: null } },
    });
    expect(redacted(line, { metadata: ['*'] })).toMatchObject({
      auth: { metadata: { note: 'x' } },
    });
  });

  it('masks a path wherever the line says it', () => {
    const path = 'kv/data/hr/salaries';
    const line = JSON.stringify({
      error: `no handler for ${path}`,
      request: { path, request_uri: `/v1/${path}?version=1` },
      response: { wrap_info: { creation_path: 'kv/data/hr/other' } },
    });
    const policy = { maskedPaths: ['kv/data/hr/*'] };
    expect(redacted(line, policy)).toEqual({
      error: 'no handler for kv/data/hr/<redacted>',
      request: {
        path: 'kv/data/hr/<redacted>',
        request_uri: '/v1/kv/data/hr/<redacted>?version=1',
      },
      response: { wrap_info: { creation_path: 'kv/data/hr/<redacted>' } },
    });
  });
});
