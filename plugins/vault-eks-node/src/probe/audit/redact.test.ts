import { redact } from './redact';

const HMAC = `hmac-sha256:${'ab'.repeat(32)}`;

function redacted(line: string): unknown {
  const value: unknown = JSON.parse(line);
  redact(value, line);
  return value;
}

describe('redact', () => {
  it('shortens HMACs wherever they are, and keeps the order of keys', () => {
    const line = JSON.stringify({
      z: HMAC,
      a: [{ list: [HMAC, 'plain'] }],
      m: 3,
      n: null,
    });
    expect(JSON.stringify(redacted(line))).toBe(
      '{"z":"hmac-sha256:abababab…","a":[{"list":["hmac-sha256:abababab…","plain"]}],"m":3,"n":null}',
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
        deep: [{ note: '<redacted>', hashed: 'hmac-sha256:abababab…' }],
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
});
