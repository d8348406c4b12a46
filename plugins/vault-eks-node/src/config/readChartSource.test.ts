import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { readVaultEksConfig } from './readVaultEksConfig';

const read = (helm?: Record<string, string | boolean>) =>
  readVaultEksConfig(new ConfigReader(helm ? { vaultEks: { helm } } : {})).helm;

describe('where the chart comes from', () => {
  it('is the official repository unless something else is named', () => {
    expect(read().source).toEqual({
      kind: 'repository',
      url: 'https://helm.releases.hashicorp.com',
    });
    expect(read({ repository: 'oci://registry.test/charts/' }).source).toEqual({
      kind: 'repository',
      url: 'oci://registry.test/charts',
    });
    expect(read({ chart: 'oci://registry.test:5000/charts/vault' })).toEqual({
      source: { kind: 'oci', ref: 'oci://registry.test:5000/charts/vault' },
      plainHttp: false,
    });
    expect(read({ repository: 'http://127.0.0.1:4567' }).source).toEqual({
      kind: 'repository',
      url: 'http://127.0.0.1:4567',
    });
  });

  it.each<[Record<string, string | boolean>, RegExp]>([
    [
      { repository: 'https://a.test', chart: 'oci://b.test/vault' },
      /helm\.repository and vaultEks\.helm\.chart are both set; leave one out/,
    ],
    [{ repository: 'ftp://a.test' }, /helm\.repository is "ftp:\/\/a\.test"/],
    [{ repository: 'hashicorp' }, /helm\.repository is "hashicorp"; use https/],
    [
      { repository: 'http://charts.test' },
      /helm\.repository is "http:\/\/charts\.test": whoever is on the way/,
    ],
    [{ chart: 'vault-0.34.1.tgz' }, /helm\.chart .*use an absolute path/],
    [{ chart: 'https://a.test/vault.tgz' }, /helm\.chart .*use oci:\/\//],
    [
      { chart: 'oci://b.test/vault:0.34.1' },
      /helm\.chart ends with ":0\.34\.1"; leave that out/,
    ],
    [
      { chart: `oci://b.test/vault@sha256:${'0'.repeat(64)}` },
      /helm\.chart ends with "@sha256:0/,
    ],
  ])('refuses %j by name', (helm, message) => {
    expect(() => read(helm)).toThrow(message);
  });

  it('does not repeat credentials that stand in an address', () => {
    let said = '';
    try {
      read({ repository: 'https://ada:pass-of-ada@charts.test' });
    } catch (error) {
      said = String(error);
    }
    expect(said).toMatch(/vaultEks\.helm\.repository holds credentials/);
    expect(said).not.toContain('pass-of-ada');
  });

  it('may be plain HTTP where that is said', () => {
    expect(
      read({ repository: 'http://charts.test', plainHttp: true }),
    ).toMatchObject({ source: { url: 'http://charts.test' }, plainHttp: true });
  });

  it('refuses files that are not there, naming the path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chart-source-'));
    const chart = join(folder, 'vault-0.34.1.tgz');
    expect(() => read({ chart })).toThrow(
      `vaultEks.helm.chart names ${chart}, which does not exist here`,
    );
    writeFileSync(chart, '');
    expect(read({ chart }).source).toEqual({ kind: 'file', path: chart });
    expect(() => read({ registryConfig: join(folder, 'auth.json') })).toThrow(
      /vaultEks\.helm\.registryConfig names .*auth\.json, which does not exist/,
    );
    rmSync(folder, { recursive: true });
  });
});
