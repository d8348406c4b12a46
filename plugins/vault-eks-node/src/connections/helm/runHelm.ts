import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { stringify } from 'yaml';
import type { KubernetesConnection } from '../kubernetes';
import { scrubSecrets } from '../scrubSecrets';
import { withHelmFolder } from './helmFolder';
import { spawnHelm } from './spawnHelm';

/** One run of the helm binary. */
export interface HelmRun {
  readonly binary: string;
  /** Left out where helm only reads charts: it then gets no token. */
  readonly kubernetes?: Pick<
    KubernetesConnection,
    'endpoint' | 'caPem' | 'token'
  >;
  readonly args: readonly string[];
  /** Written to a file and passed with `--values`. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** The packed chart; {@link CHART_FILE} names it in the arguments. */
  readonly chart?: Uint8Array;
  /** A Docker `config.json` with credentials for registries; copied, so that helm writes into no file of others. */
  readonly registryConfig?: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** What a run wrote. */
export interface HelmOutput {
  readonly stdout: string;
  /** The files in {@link OUT_FOLDER}. */
  readonly files: readonly Uint8Array[];
}

/** The chart of a run, as its arguments name it. */
export const CHART_FILE = './chart.tgz';

/** Where a run writes files for us, as its arguments name it. */
export const OUT_FOLDER = './out';

function kubeconfig(
  kubernetes: NonNullable<HelmRun['kubernetes']>,
  token: string,
): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'eks',
    clusters: [
      {
        name: 'eks',
        cluster: {
          server: kubernetes.endpoint,
          'certificate-authority-data': Buffer.from(kubernetes.caPem).toString(
            'base64',
          ),
        },
      },
    ],
    users: [{ name: 'caller', user: { token } }],
    contexts: [{ name: 'eks', context: { cluster: 'eks', user: 'caller' } }],
  };
}

/** The last lines of what helm said, without secrets. */
function complaint(stderr: string, token: string | undefined): string {
  const lines = scrubSecrets(stderr, [token])
    .split('\n')
    .map(line => line.trim())
    .filter(line => line && !/^(WARNING|level=|I\d{4} )/.test(line));
  return lines.slice(-6).join(' ').slice(0, 1_000) || 'it gave no reason';
}

async function runIn(folder: string, run: HelmRun): Promise<HelmOutput> {
  const { kubernetes, values, chart, registryConfig } = run;
  const token = await kubernetes?.token();
  const write = (name: string, content: string | Uint8Array) =>
    writeFile(join(folder, name), content, { mode: 0o600 });
  if (kubernetes && token) {
    await write('kubeconfig', stringify(kubeconfig(kubernetes, token)));
  }
  await mkdir(join(folder, 'cache'), { mode: 0o700 });
  await mkdir(join(folder, OUT_FOLDER), { mode: 0o700 });
  if (registryConfig) {
    await copyFile(registryConfig, join(folder, 'registry.json'));
  }
  if (chart) {
    await write(CHART_FILE, chart);
  }
  const args = [...run.args];
  if (values) {
    await write('values.yaml', stringify(values));
    args.push('--values', join(folder, 'values.yaml'));
  }
  const { code, killedBy, stdout, stderr } = await spawnHelm(run, args, folder);
  if (code !== 0) {
    throw new ServiceUnavailableError(
      killedBy
        ? `helm ${run.args[0]} was killed by ${killedBy}`
        : `helm ${run.args[0]} failed: ${complaint(stderr, token)}`,
    );
  }
  const written = await readdir(join(folder, OUT_FOLDER));
  const files = await Promise.all(
    written.map(name => readFile(join(folder, OUT_FOLDER, name))),
  );
  return { stdout, files };
}

/**
 * Runs helm with files that only this user can read; they are always removed. The token is in the kubeconfig and the
 * values are in a file, never on the command line, where every process of the machine could read them.
 *
 * @throws ServiceUnavailableError with what helm said, without secrets; or when it took too long
 */
export async function runHelm(run: HelmRun): Promise<HelmOutput> {
  run.signal.throwIfAborted();
  return await withHelmFolder(folder => runIn(folder, run));
}
