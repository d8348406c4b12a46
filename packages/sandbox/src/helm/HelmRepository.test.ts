import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RunningServer } from '../world';
import { kubernetesBinaries } from './binaries';
import { startHelmRepository } from './HelmRepository';
import { packChart, STAND_IN_CHART } from './packChart';

describe('the Helm repository', () => {
  let folder: string;
  let repository: RunningServer | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sandbox-helm-'));
  });

  afterEach(async () => {
    await repository?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function show(url: string, version: string) {
    const { helm } = await kubernetesBinaries();
    const { stdout } = await promisify(execFile)(
      helm,
      ['show', 'chart', 'vault', '--repo', url, '--version', version],
      { env: { ...process.env, HELM_CACHE_HOME: folder, HOME: folder } },
    );
    return stdout;
  }

  it('serves the stand-in to the real helm, which checks its digest', async () => {
    repository = await startHelmRepository({ port: 0 });

    expect(await show(repository.url, '0.34.1')).toContain('appVersion: 2.0.4');
    await expect(show(repository.url, '0.1.0')).rejects.toThrow(/0\.1\.0/);
  }, 60_000);

  it('serves it as an OCI registry too', async () => {
    repository = await startHelmRepository({ port: 0 });
    const { helm } = await kubernetesBinaries();
    const { host } = new URL(repository.url);
    const pull = (version: string) =>
      promisify(execFile)(
        helm,
        [
          ...['pull', `oci://${host}/charts/vault`, '--version', version],
          ...['--plain-http', '--destination', folder],
        ],
        { env: { ...process.env, HELM_CACHE_HOME: folder, HOME: folder } },
      );

    await pull('0.34.1');
    const { archive } = await packChart(STAND_IN_CHART);
    expect(await readFile(path.join(folder, 'vault-0.34.1.tgz'))).toEqual(
      archive,
    );
    await expect(pull('0.1.0')).rejects.toThrow(/0\.1\.0/);
    expect(
      await (await fetch(`${repository.url}/v2/charts/vault/tags/list`)).json(),
    ).toEqual({ name: 'charts/vault', tags: ['0.34.1'] });
  }, 60_000);

  it('packs the same chart into the same bytes', async () => {
    const [one, two] = await Promise.all([
      packChart(STAND_IN_CHART),
      packChart(STAND_IN_CHART),
    ]);

    expect(one.digest).toBe(two.digest);
  });

  it('serves a packed chart given instead', async () => {
    const { archive } = await packChart(STAND_IN_CHART);
    const chart = path.join(folder, 'mine.tgz');
    await writeFile(chart, archive);
    repository = await startHelmRepository({ port: 0, chart });

    expect(await show(repository.url, '0.34.1')).toContain('name: vault');
  }, 60_000);

  it('names the port that is taken', async () => {
    repository = await startHelmRepository({ port: 0 });

    await expect(
      startHelmRepository({ port: Number(new URL(repository.url).port) }),
    ).rejects.toThrow(/Port \d+ \(the Helm repository\) is busy/);
  });
});
