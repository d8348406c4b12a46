import { ConfigReader } from '@backstage/config';
import { DEFAULT_REDACTION } from './RedactionPolicy';
import { readRedactionPolicy } from './readRedactionPolicy';

const read = (redact?: object) =>
  readRedactionPolicy(
    new ConfigReader(redact && { vaultEks: { audit: { redact } } }),
  );

describe('readRedactionPolicy', () => {
  it('is the safe one by default', () => {
    expect(read()).toEqual(DEFAULT_REDACTION);
  });

  it('reads what is given', () => {
    const given = {
      hashes: 'hidden',
      headers: ['x-team'],
      metadata: [],
      paths: ['kv/data/hr/*'],
    };
    expect(read(given)).toEqual({
      hashes: 'hidden',
      headers: ['x-team'],
      metadata: [],
      maskedPaths: ['kv/data/hr/*'],
    });
  });

  it.each([
    [{ hashes: 'off' }, 'vaultEks.audit.redact.hashes'],
    [{ headers: [' x'] }, 'vaultEks.audit.redact.headers[0]'],
    [{ metadata: 'role' }, 'vaultEks.audit.redact.metadata'],
    [{ paths: ['ok', 'kv/*/x'] }, 'vaultEks.audit.redact.paths[1]'],
  ])('refuses %j by its key', (redact, key) => {
    expect(() => read(redact)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(key) }),
    );
  });
});
