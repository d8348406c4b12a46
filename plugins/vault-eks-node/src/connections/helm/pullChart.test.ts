import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ChartSource } from '../../config/readChartSource';
import { pullChart } from './pullChart';

const { signal } = new AbortController();
const WANTED = { name: 'vault', version: '0.34.1' };

/** A helm that pulls and packs bytes, and shows what it is told. */
function helm(options: { version?: string; failures?: string[] } = {}) {
  const { version = '0.34.1', failures = [] } = options;
  const asked: string[] = [];
  return {
    asked,
    run: async (args: readonly string[]) => {
      asked.push(args.join(' '));
      if (args[0] === 'show') {
        const shown = {
          chart: stringify({ name: 'vault', version }),
          values: '# the defaults',
        };
        return {
          stdout: args[1] === 'chart' ? shown.chart : shown.values,
          files: [],
        };
      }
      const failure = failures.shift();
      if (failure) {
        throw new Error(failure);
      }
      return { stdout: '', files: [Buffer.from(args[0])] };
    },
  };
}

const pull = (source: ChartSource, { run } = helm(), plainHttp = false) =>
  pullChart(WANTED, { source, plainHttp, run, signal });

describe('pullChart', () => {
  it.each<[ChartSource, string]>([
    [
      { kind: 'repository', url: 'https://charts.test' },
      'pull vault --repo https://charts.test --version 0.34.1 --destination ./out',
    ],
    [
      { kind: 'repository', url: 'oci://registry.test/charts' },
      'pull oci://registry.test/charts/vault --version 0.34.1 --destination ./out',
    ],
    [
      { kind: 'oci', ref: 'oci://registry.test/hashicorp/vault' },
      'pull oci://registry.test/hashicorp/vault --version 0.34.1 --destination ./out',
    ],
  ])('asks %j once, and shows what it got', async (source, command) => {
    const fake = helm();
    const chart = await pull(source, fake);
    expect(chart).toMatchObject({ ...WANTED, defaults: '# the defaults' });
    expect(Buffer.from(chart.archive).toString()).toBe('pull');
    expect(fake.asked).toEqual([
      command,
      'show chart ./chart.tgz',
      'show values ./chart.tgz',
    ]);
  });

  it('speaks HTTP only when told to', async () => {
    const fake = helm();
    await pull({ kind: 'oci', ref: 'oci://127.0.0.1:1/vault' }, fake, true);
    expect(fake.asked[0]).toMatch(/ --plain-http$/);
  });

  it('tries again what may pass, and not what will not', async () => {
    const source: ChartSource = { kind: 'repository', url: 'https://c.test' };
    const passing = helm({ failures: ['connection reset', 'i/o timeout'] });
    await pull(source, passing);
    expect(passing.asked.filter(a => a.startsWith('pull'))).toHaveLength(3);

    const failing = helm({ failures: ['chart "vault" version not found'] });
    await expect(pull(source, failing)).rejects.toThrow(
      'Chart vault 0.34.1 cannot be had from https://c.test: chart "vault" version not found. Check chartVersion and vaultEks.helm',
    );
    expect(failing.asked).toHaveLength(1);
    for (const failure of [
      'response status code 403: no entry',
      'failed to fetch https://c.test/index.yaml : 401 Unauthorized',
    ]) {
      const refused = helm({ failures: [failure] });
      await expect(pull(source, refused)).rejects.toThrow(/cannot be had/);
      expect(refused.asked).toHaveLength(1);
    }
    // A port and a version are no status.
    const ported = helm({ failures: ['dial tcp 10.0.40.3:4013: i/o timeout'] });
    await pull(source, ported);
    expect(ported.asked.filter(a => a.startsWith('pull'))).toHaveLength(2);
  });

  it('refuses another version, saying which one is there', async () => {
    await expect(
      pull(
        { kind: 'repository', url: 'https://c.test' },
        helm({ version: '0.30.0' }),
      ),
    ).rejects.toThrow(
      'https://c.test holds chart vault 0.30.0, and vault 0.34.1 is wanted; choose chartVersion: 0.30.0, or correct vaultEks.helm',
    );
  });

  describe('from files', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pull-chart-'));
    });
    afterEach(() => rm(folder, { recursive: true }));
    const read = async (path: string) =>
      Buffer.from((await pull({ kind: 'file', path })).archive).toString();

    it('takes a packed one, also from a folder of several versions', async () => {
      const packed = join(folder, 'vault-0.34.1.tgz');
      await writeFile(packed, 'packed');
      await writeFile(join(folder, 'vault-0.30.0.tgz'), 'older');
      expect(await read(packed)).toBe('packed');
      expect(await read(folder)).toBe('packed');
    });

    it('packs an unpacked one', async () => {
      await writeFile(join(folder, 'Chart.yaml'), 'name: vault');
      expect(await read(folder)).toBe('package');
    });

    it('says what is missing', async () => {
      const empty = join(folder, 'empty');
      await mkdir(empty);
      await expect(read(empty)).rejects.toThrow(
        /holds neither Chart\.yaml nor vault-0\.34\.1\.tgz/,
      );
      await expect(read(join(folder, 'gone'))).rejects.toThrow(
        /cannot be had from .*gone: .*gone does not exist/,
      );
    });
  });
});
