import {
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeKubernetes } from '../../testing/fakeKubernetes';
import { createHelm } from './createHelm';
import { findHelm } from './findHelm';

const TOKEN = 'k8s-aws-v1.c2VjcmV0';
const kubernetes = fakeKubernetes({ caPem: 'CA', token: async () => TOKEN });
const { signal } = new AbortController();

const install = {
  release: 'vault',
  namespace: 'vault',
  chart: 'vault',
  version: '0.34.1',
  repository: 'https://charts.example.com',
  values: { server: { ha: { replicas: 3 } } },
  labels: { 'vault-eks.io/managed': 'true' },
};

describe('helm', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const PRINT_MODES =
    '[process.env.KUBECONFIG, path.dirname(process.env.KUBECONFIG)].map(f => (fs.statSync(f).mode & 0o777).toString(8)).join(" ")';

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
        `cd ${folder}`,
        'echo "$@" > args',
        'env > environment',
        'dirname "$KUBECONFIG" > where',
        'cp "$KUBECONFIG" kubeconfig',
        // Nobody but node tells modes in the same words everywhere.
        `"${process.execPath}" -p '${PRINT_MODES}' > modes`,
      ].join('\n'),
    );
    process.env.AWS_SECRET_ACCESS_KEY = 'not-for-helm';
    await createHelm({ kubernetes, binary }).upgradeInstall(install, {
      signal,
    });
    delete process.env.AWS_SECRET_ACCESS_KEY;
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    const args = await read('args');
    expect(args).toMatch(
      /^upgrade vault vault --repo https:\/\/charts.example.com --version 0.34.1 --install --namespace vault --labels vault-eks.io\/managed=true --server-side=false --values /,
    );
    expect(args).not.toContain(TOKEN);
    expect(await read('environment')).not.toMatch(/not-for-helm|k8s-aws/);
    expect(await read('kubeconfig')).toContain(TOKEN);
    expect(await read('modes')).toBe('600 700\n');
    const where = (await read('where')).trim();
    expect(await readdir(tmpdir())).not.toContain(where.split('/').pop());
  });

  it('tells why helm failed, without the token', async () => {
    const binary = await program(
      `[ "$1" = version ] && exit; echo "Error: UPGRADE FAILED: ${TOKEN} was refused" >&2; exit 1`,
    );
    await expect(
      createHelm({ kubernetes, binary }).upgradeInstall(install, { signal }),
    ).rejects.toThrow(
      'helm upgrade failed: Error: UPGRADE FAILED: <redacted> was refused',
    );
  });

  it('ends a helm that takes too long', async () => {
    const binary = await program('exec sleep 60');
    await expect(
      createHelm({ kubernetes, binary, timeoutMs: 100 }).status(install, {
        signal,
      }),
    ).rejects.toThrow('helm status did not end within 0.1 s');
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
