import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ConfigReader } from '@backstage/config';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from './harness';
import { helm, kubectl } from './kubectl';
import { until } from './until';

jest.setTimeout(240_000);

const signal = new AbortController().signal;

/** Older than any helm that is at work. */
const LONG_AGO = Math.floor(Date.now() / 1_000) - 3_600;

const NAMESPACE = '--namespace=vault';

const temporaryFolders = async () =>
  (await readdir(tmpdir())).filter(name => name.startsWith('vault-eks-helm-'));

describe('a release that something happened to', () => {
  let harness: Harness;
  let folder: string;
  let vaultEks: DefaultVaultEks;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vault-eks-charts-'));
    harness = await startHarness();
    const { sandbox } = harness;
    await helm(
      sandbox,
      ...['pull', 'vault', '--repo', sandbox.helmRepository],
      ...['--destination', folder],
    );
    // As where there is no network to a repository.
    vaultEks = DefaultVaultEks.create({
      config: new ConfigReader({
        vaultEks: {
          accounts: [sandbox.aws.account],
          helm: { chart: folder },
        },
      }),
      logger: harness.logger(),
    });
  });

  afterAll(async () => {
    await vaultEks?.close();
    await harness?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const options = () => ({ signal, logger: harness.logger() });

  /** Deploys, which waits for a Vault at work, and tells what became of the release. */
  async function deploy() {
    const report = await vaultEks.deploy(harness.spec(), options());
    return report.steps.find(({ id }) => id === 'helm-release')?.outcome;
  }

  const get = (...args: string[]) =>
    kubectl(harness.sandbox, 'get', NAMESPACE, '--output=name', ...args);

  const releases = async (): Promise<{ status: string }[]> =>
    JSON.parse(
      await helm(
        harness.sandbox,
        ...['history', 'vault', NAMESPACE, '--output=json'],
      ),
    );

  /** Leaves the newest record as a helm leaves it that was killed at its work. */
  async function killedIn(status: string, revision?: number) {
    const { sandbox } = harness;
    const all: {
      items: {
        metadata: { name: string; labels: Record<string, string> };
        data: { release: string };
        type: string;
      }[];
    } = JSON.parse(
      await kubectl(
        sandbox,
        ...['get', 'secrets', NAMESPACE, '--output=json'],
        '--selector=owner=helm,name=vault',
      ),
    );
    const [newest] = all.items.sort(
      (a, b) =>
        Number(b.metadata.labels.version) - Number(a.metadata.labels.version),
    );
    const packed = Buffer.from(newest.data.release, 'base64').toString();
    const record = JSON.parse(
      gunzipSync(Buffer.from(packed, 'base64')).toString(),
    );
    const version = revision ?? record.version;
    record.version = version;
    record.info.status = status;
    const release = gzipSync(JSON.stringify(record)).toString('base64');
    const name = `sh.helm.release.v1.vault.v${version}`;
    await kubectl(
      sandbox,
      ...['delete', 'secret', name, NAMESPACE, '--ignore-not-found'],
    );
    await kubectl(
      sandbox,
      ...['create', 'secret', 'generic', name, NAMESPACE],
      ...['--type=helm.sh/release.v1', `--from-literal=release=${release}`],
    );
    const labels = {
      ...newest.metadata.labels,
      status,
      version: `${version}`,
      modifiedAt: `${LONG_AGO}`,
    };
    await kubectl(
      sandbox,
      ...['label', 'secret', name, NAMESPACE, '--overwrite'],
      ...Object.entries(labels).map(([label, value]) => `${label}=${value}`),
    );
  }

  it('is installed from a file, and nothing of that is left in the temporary folder', async () => {
    const before = await temporaryFolders();
    expect(await deploy()).toBe('created');
    // Other processes of this machine run helm too; only ours would leave one for good.
    await until(
      'the temporary folders are as before',
      async () =>
        (await temporaryFolders()).every(name => before.includes(name)) ||
        undefined,
      60_000,
    );
    expect(await deploy()).toBe('kept');
    expect(await get('networkpolicies,poddisruptionbudgets')).toBe(
      [
        'networkpolicy.networking.k8s.io/vault',
        'poddisruptionbudget.policy/vault',
        'poddisruptionbudget.policy/vault-agent-injector',
        '',
      ].join('\n'),
    );
  });

  it('gets back what somebody deleted', async () => {
    await kubectl(
      harness.sandbox,
      ...['delete', 'service', 'vault-standby', NAMESPACE],
    );
    const plan = await vaultEks.plan(harness.spec(), options());
    expect(plan.steps.find(({ id }) => id === 'helm-release')).toMatchObject({
      verb: 'update',
      changes: [{ field: 'deleted', from: 'Service vault-standby' }],
    });
    expect(await deploy()).toBe('updated');
    expect(await get('service/vault-standby')).toContain('vault-standby');
  });

  it('goes on after a helm that was killed in an upgrade, or failed', async () => {
    const { length } = await releases();
    await killedIn('pending-upgrade', length + 1);
    await expect(
      helm(
        harness.sandbox,
        ...['upgrade', 'vault', path.join(folder, 'vault-0.34.1.tgz')],
        ...[NAMESPACE, '--reuse-values'],
      ),
    ).rejects.toThrow(/another operation .* is in progress/);
    expect(await deploy()).toBe('updated');

    await killedIn('pending-rollback');
    expect(await deploy()).toBe('updated');
    await killedIn('failed');
    expect(await deploy()).toBe('updated');
    expect((await releases()).at(-1)?.status).toBe('deployed');
    expect(await deploy()).toBe('kept');
  });

  it('is finished off and made again after a helm that was killed in an uninstall', async () => {
    await killedIn('uninstalling');
    await kubectl(
      harness.sandbox,
      ...['delete', 'statefulset', 'vault', NAMESPACE],
    );
    expect(await deploy()).toBe('updated');
    expect((await releases()).map(({ status }) => status)).toEqual([
      'deployed',
    ]);
  });

  it.each([[[]], [['--keep-history']]])(
    'is made again after helm uninstall %j, unless others took its names',
    async flags => {
      await helm(harness.sandbox, 'uninstall', 'vault', NAMESPACE, ...flags);
      const file = path.join(folder, 'service.json');
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'vault-active' },
        spec: { ports: [{ port: 80 }] },
      };
      await writeFile(file, JSON.stringify(service));
      await kubectl(harness.sandbox, 'create', NAMESPACE, `--filename=${file}`);
      await expect(deploy()).rejects.toThrow(
        'Helm release vault/vault: Helm would not take over what is there already: Service vault-active of somebody who left no mark. Delete that, or choose another `release` or `namespace`.',
      );
      await kubectl(
        harness.sandbox,
        ...['delete', 'service', 'vault-active', NAMESPACE],
      );
      expect(await deploy()).toBe('created');
      expect(await deploy()).toBe('kept');
    },
  );

  it('is not touched once another tool has written its record', async () => {
    const { sandbox } = harness;
    await helm(
      sandbox,
      ...['upgrade', 'vault', path.join(folder, 'vault-0.34.1.tgz')],
      ...[NAMESPACE, '--reuse-values', '--labels=vault-eks.io/managed=null'],
      '--server-side=false',
    );
    const { length } = await releases();
    await expect(deploy()).rejects.toThrow(
      /Helm release vault in namespace vault was not made by this product \(chart vault 0\.34\.1\)/,
    );
    expect(await releases()).toHaveLength(length);
  });
});
