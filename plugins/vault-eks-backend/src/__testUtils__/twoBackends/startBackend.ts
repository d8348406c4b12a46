import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { JsonObject } from '@backstage/types';

/** A backend as a process. */
export interface RunningBackend {
  readonly name: string;
  log(): string;
  /** As a machine that loses its power does it. */
  kill(): Promise<void>;
}

/** Starts it; it is on its own from there. */
export async function startBackend(options: {
  readonly name: string;
  readonly config: JsonObject;
  readonly worldUrl: string;
}): Promise<RunningBackend> {
  const { name, config, worldUrl } = options;
  const child = spawn(
    process.execPath,
    [
      '--no-warnings=ExperimentalWarning',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      // A helper of tests, which is never built.
      // eslint-disable-next-line no-restricted-syntax
      path.join(__dirname, 'backendProcess.ts'),
    ],
    {
      env: {
        ...process.env,
        // Options of the test's own Node are none of the backend's.
        NODE_OPTIONS: '',
        NODE_ENV: 'development',
        APP_CONFIG: JSON.stringify(config),
        BACKEND_NAME: name,
        WORLD_URL: worldUrl,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  const remember = (chunk: Buffer) => {
    log += chunk;
  };
  child.stdout.on('data', remember);
  child.stderr.on('data', remember);
  const gone = once(child, 'exit');
  return {
    name,
    log: () => log,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
