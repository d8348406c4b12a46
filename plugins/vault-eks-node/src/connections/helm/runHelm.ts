import { spawn } from 'node:child_process';
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

const KEPT_ENVIRONMENT = [
  'PATH',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/**
 * Helm gets what it needs to run and nothing of ours, such as AWS credentials; but for a registry, whose credential
 * helper may need them.
 */
function environment(
  folder: string,
  { registryConfig }: Pick<HelmRun, 'registryConfig'>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      KEPT_ENVIRONMENT.includes(name) ||
      (registryConfig !== undefined && name.startsWith('AWS_')),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    HELM_CACHE_HOME: join(folder, 'cache'),
    HELM_CONFIG_HOME: join(folder, 'config'),
    HELM_DATA_HOME: join(folder, 'data'),
    HELM_REGISTRY_CONFIG: join(folder, 'registry.json'),
    KUBECONFIG: join(folder, 'kubeconfig'),
  };
}

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

const KILL_AFTER_MS = 5_000;
const MAX_OUTPUT = 8 * 1024 * 1024;

interface Ended {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function spawned(
  run: HelmRun,
  args: readonly string[],
  folder: string,
): Promise<Ended> {
  const limit = AbortSignal.any([
    run.signal,
    AbortSignal.timeout(run.timeoutMs),
  ]);
  return await new Promise((resolve, reject) => {
    const child = spawn(run.binary, args, {
      env: environment(folder, run),
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-MAX_OUTPUT);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_OUTPUT);
    });
    let kill: NodeJS.Timeout | undefined;
    const stop = () => {
      // On SIGTERM helm marks the release as failed, which the next run can mend at once.
      child.kill('SIGTERM');
      kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    limit.addEventListener('abort', stop, { once: true });
    const done = () => {
      limit.removeEventListener('abort', stop);
      clearTimeout(kill);
    };
    child.once('error', error => {
      done();
      reject(error);
    });
    child.once('close', (code, killedBy) => {
      done();
      if (run.signal.aborted) {
        reject(run.signal.reason);
      } else if (limit.aborted) {
        reject(
          new ServiceUnavailableError(
            `helm ${run.args[0]} did not end within ${run.timeoutMs / 1000} s`,
          ),
        );
      } else {
        resolve({ code, killedBy, stdout, stderr });
      }
    });
    if (limit.aborted) {
      stop();
    }
  });
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
  const { code, killedBy, stdout, stderr } = await spawned(run, args, folder);
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
