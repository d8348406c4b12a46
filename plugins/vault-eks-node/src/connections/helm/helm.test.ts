import {
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeKubernetes } from '../../testing/fakeKubernetes';
import { poll } from '../poll';
import { createHelm, HelmOptions } from './createHelm';
import { findHelm } from './findHelm';
import { removeStaleFolders } from './helmFolder';

const TOKEN = 'k8s-aws-v1.c2VjcmV0';
const kubernetes = fakeKubernetes({ caPem: 'CA', token: async () => TOKEN });
const { signal } = new AbortController();

const install = {
  release: 'vault',
  namespace: 'vault',
  chart: {
    name: 'vault',
    version: '0.34.1',
    archive: Buffer.from('the packed chart'),
    defaults: '',
  },
  values: { server: { ha: { replicas: 3 } } },
  labels: { 'vault-eks.io/managed': 'true' },
};

const helmOf = (options: Partial<HelmOptions>) =>
  createHelm({
    kubernetes,
    source: { kind: 'repository', url: 'https://charts.test' },
    ...options,
  });

const leftovers = async () =>
  (await readdir(tmpdir())).filter(name => name.startsWith('vault-eks-helm-'));

describe('helm', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const PRINT_MODES =
    '[process.env.KUBECONFIG, path.dirname(process.env.KUBECONFIG), process.argv[1], "chart.tgz"].map(f => (fs.statSync(f).mode & 0o777).toString(8)).join(" ")';

  async function program(script: string): Promise<string> {
    const file = join(folder, 'helm');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  it('gets values and credentials in files that are private and gone afterwards', async () => {
    const binary = await program(
      [
        'if [ "$1" = version ]; then echo v4.1.4; exit; fi',
        `echo "$@" > ${folder}/args`,
        `env > ${folder}/environment`,
        `dirname "$KUBECONFIG" > ${folder}/where`,
        `cp "$KUBECONFIG" ${folder}/kubeconfig`,
        'for values in "$@"; do :; done',
        `cp "$values" ${folder}/values`,
        // Nobody but node tells modes in the same words everywhere.
        `"${process.execPath}" -p '${PRINT_MODES}' "$values" > ${folder}/modes`,
      ].join('\n'),
    );
    process.env.AWS_SECRET_ACCESS_KEY = 'not-for-helm';
    await helmOf({ binary }).upgradeInstall(install, {
      signal,
    });
    delete process.env.AWS_SECRET_ACCESS_KEY;
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    const args = await read('args');
    expect(args).toMatch(
      /^upgrade vault \.\/chart\.tgz --install --no-hooks --namespace vault --labels vault-eks.io\/managed=true --server-side=false --values /,
    );
    expect(args).not.toMatch(/k8s-aws|replicas/);
    expect(await read('values')).toContain('replicas: 3');
    expect(await read('environment')).not.toMatch(/not-for-helm|k8s-aws/);
    expect(await read('kubeconfig')).toContain(TOKEN);
    expect(await read('modes')).toBe('600 700 600 600\n');
    const where = (await read('where')).trim();
    expect(await readdir(tmpdir())).not.toContain(where.split('/').pop());
  });

  it('tells why helm failed, without the token', async () => {
    const binary = await program(
      `[ "$1" = version ] && exit; echo "Error: UPGRADE FAILED: ${TOKEN} was refused" >&2; exit 1`,
    );
    await expect(
      helmOf({ binary }).upgradeInstall(install, { signal }),
    ).rejects.toThrow(
      'helm upgrade failed: Error: UPGRADE FAILED: <redacted> was refused',
    );
  });

  it('leaves nothing behind when it is stopped, and takes away what a killed process left', async () => {
    const binary = await program(
      `dirname "$KUBECONFIG" > ${folder}/where; exec sleep 60`,
    );
    const stop = new AbortController();
    const stopped = helmOf({ binary }).uninstall(install, stop);
    const where = await poll(
      () => readFile(join(folder, 'where'), 'utf8').catch(() => undefined),
      {
        signal,
        timeoutMs: 5_000,
        intervalMs: 20,
        onTimeout: () => new Error(),
      },
    );
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    await expect(readdir(where.trim())).rejects.toThrow(/ENOENT/);

    const left = await mkdtemp(join(tmpdir(), 'vault-eks-helm-'));
    await removeStaleFolders();
    expect(await leftovers()).toContain(left.split('/').pop());
    const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
    await utimes(left, longAgo, longAgo);
    await removeStaleFolders();
    expect(await leftovers()).not.toContain(left.split('/').pop());
  });

  it('leaves nothing behind when the process ends meanwhile', async () => {
    const atExit = jest.spyOn(process, 'once').mockReturnThis();
    await jest.isolateModulesAsync(async () => {
      const { withHelmFolder } = await import('./helmFolder');
      await withHelmFolder(async where => {
        const ends = atExit.mock.calls.find(([event]) => event === 'exit');
        expect(await readdir(where)).toEqual([]);
        ends?.[1](0);
        await expect(readdir(where)).rejects.toThrow(/ENOENT/);
      });
    });
    atExit.mockRestore();
  });

  it('lends AWS credentials to the credential helper of a registry only', async () => {
    const binary = await program(
      [
        `[ "$1" = pull ] && env > ${folder}/pull && cat "$HELM_REGISTRY_CONFIG" > ${folder}/auth && touch out/chart.tgz`,
        `[ "$1" = show ] && env > ${folder}/show && echo '{name: vault, version: 0.34.1}'`,
        'true',
      ].join('\n'),
    );
    const registryConfig = join(folder, 'config.json');
    await writeFile(registryConfig, '{"credsStore":"ecr-login"}');
    process.env.AWS_WEB_IDENTITY_TOKEN_FILE = '/var/run/token';
    const chart = await helmOf({ binary, registryConfig }).pull(
      { name: 'vault', version: '0.34.1' },
      { signal },
    );
    delete process.env.AWS_WEB_IDENTITY_TOKEN_FILE;
    expect(chart.version).toBe('0.34.1');
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    expect(await read('auth')).toBe('{"credsStore":"ecr-login"}');
    expect(await read('pull')).toContain('AWS_WEB_IDENTITY_TOKEN_FILE');
    expect(await read('show')).not.toContain('AWS_');
  });

  it('renders without the token of the cluster, for its version', async () => {
    const binary = await program(
      `echo "$@" > ${folder}/args; ls "$KUBECONFIG" 2>&1; echo rendered`,
    );
    const rendered = await helmOf({ binary }).template(install, { signal });
    expect(rendered).toMatch(/No such file[\s\S]*rendered/);
    expect(await readFile(join(folder, 'args'), 'utf8')).toMatch(
      /^template vault \.\/chart\.tgz --namespace vault --no-hooks --kube-version v1\.35\.0 --values/,
    );
  });

  it('runs no hook of a release that goes either', async () => {
    const binary = await program(`echo "$@" > ${folder}/args`);
    await helmOf({ binary }).uninstall(install, { signal });
    expect(await readFile(join(folder, 'args'), 'utf8')).toMatch(
      /^uninstall vault --no-hooks --namespace vault --ignore-not-found$/m,
    );
  });

  it('ends a helm that takes too long', async () => {
    const binary = await program('exec sleep 60');
    await expect(
      helmOf({ binary, timeoutMs: 100 }).uninstall(install, {
        signal,
      }),
    ).rejects.toThrow('helm uninstall did not end within 0.1 s');
  });

  it('says in one sentence what to install', async () => {
    await expect(
      findHelm({ platform: 'darwin', arch: 'arm64', path: folder }),
    ).rejects.toThrow(/No helm for darwin arm64: install Helm/);
    await expect(findHelm({ configured: '/no/helm' })).rejects.toThrow(
      'vaultEks.helm.binary names /no/helm, which is not an executable file',
    );
    const binary = await program('true');
    await expect(
      findHelm({ platform: 'darwin', arch: 'arm64', path: folder }),
    ).resolves.toBe(binary);
  });
});
