import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../ports.mjs';
import { sandboxEnvironment } from '../portal.mjs';
import { Mendable, say } from '../progress.mjs';

const READY_WITHIN_MS = 240_000;

async function untilReady(url, group) {
  const deadline = Date.now() + READY_WITHIN_MS;
  const isReady = async () => {
    const answer = await fetch(`${url}/.backstage/health/v1/readiness`, {
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok;
  };
  while (!(await Promise.race([group.dead, isReady().catch(() => false)]))) {
    if (Date.now() > deadline) {
      throw new Mendable('The backend of the fresh app was not ready in time.');
    }
    await Promise.race([group.dead, sleep(500)]);
  }
}

/** Builds the app's frontend and starts its backend, which serves it, on a sandbox; says where. */
export async function serveApp({ app, group, sandbox }) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config = ['app-config.yaml', 'app-config.local.yaml'].flatMap(file => [
    '--config',
    path.join(app, file),
  ]);
  const env = {
    NODE_ENV: 'development',
    APP_CONFIG_app_baseUrl: JSON.stringify(url),
    APP_CONFIG_backend_baseUrl: JSON.stringify(url),
    APP_CONFIG_backend_listen: JSON.stringify({ host: '127.0.0.1', port }),
    APP_CONFIG_backend_cors_origin: JSON.stringify(url),
    GITHUB_TOKEN: 'none',
    ...sandboxEnvironment(sandbox),
  };
  say('Building its frontend');
  const code = await group.run('app-build', ['package', 'build', ...config], {
    command: path.join(app, 'node_modules/.bin/backstage-cli'),
    cwd: path.join(app, 'packages/app'),
    env: { ...env, NODE_ENV: 'production', CI: '' },
  });
  if (code !== 0) {
    throw group.failed('app-build', 'The frontend could not be built');
  }
  say('Starting its backend');
  group.start(
    'backend',
    [
      '--no-warnings=ExperimentalWarning',
      '--require',
      path.join(
        app,
        'node_modules/@backstage/cli-node/config/nodeTransform.cjs',
      ),
      'src/index.ts',
      ...config,
    ],
    { cwd: path.join(app, 'packages/backend'), env },
  );
  await untilReady(`http://127.0.0.1:${port}`, group);
  return url;
}
