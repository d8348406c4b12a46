import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import type { HelmRun } from './runHelm';
import { timeLimit } from '../timeLimit';

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

const KILL_AFTER_MS = 5_000;
const MAX_OUTPUT = 8 * 1024 * 1024;

/** How a run ended. */
export interface HelmEnded {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program in a folder until it ends, is called off or takes too long.
 *
 * @throws ServiceUnavailableError when it took too long
 */
export async function spawnHelm(
  run: Pick<
    HelmRun,
    'binary' | 'args' | 'registryConfig' | 'signal' | 'timeoutMs'
  >,
  args: readonly string[],
  folder: string,
): Promise<HelmEnded> {
  const limit = timeLimit(run.timeoutMs, run.signal);
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
