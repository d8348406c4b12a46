import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildFrontend } from './frontend.mjs';
import { ProcessGroup } from './group.mjs';
import { ROOT, TRANSFORM, WORK } from './paths.mjs';
import { freePort, requireFree } from './ports.mjs';
import { PortalClient } from './portalClient.mjs';
import { Mendable, say } from './progress.mjs';

/** As in packages/sandbox/src/ports.ts. */
const SANDBOX_PORTS = [4500, 4566, 4567, 4610, 4611];
const READY_WITHIN_MS = 180_000;

/** The environment in which real AWS clients talk to the sandbox and to nothing else. */
export function sandboxEnvironment(sandbox) {
  return {
    AWS_ENDPOINT_URL: sandbox.aws.endpoint,
    AWS_REGION: sandbox.aws.region,
    AWS_ACCESS_KEY_ID: sandbox.aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.aws.secretAccessKey,
    VAULT_EKS_HELM_REPOSITORY: sandbox.helmRepository,
  };
}

export function startSandbox(group, { autoPorts, runFolder, env }) {
  return new Promise((resolve, reject) => {
    group.dead.catch(reject);
    group.start(
      'sandbox',
      [
        'scripts/sandbox.mjs',
        '--json',
        '--out',
        path.join(runFolder, 'sandbox'),
        ...(autoPorts ? ['--ports', 'auto'] : []),
      ],
      {
        env,
        onLine: line => {
          if (line.startsWith('{"sandbox"')) {
            resolve(JSON.parse(line).sandbox);
          }
        },
      },
    );
  });
}

/** Backend up, and the template in its catalog: whoever is told the URL may use it at once. */
async function untilReady(url, group) {
  const deadline = Date.now() + READY_WITHIN_MS;
  const looks = [
    async () => {
      const answer = await fetch(`${url}/.backstage/health/v1/readiness`, {
        signal: AbortSignal.timeout(5_000),
      });
      return answer.ok;
    },
    async () => (await PortalClient.signIn(url)).hasTemplate(),
  ];
  for (const look of looks) {
    while (!(await Promise.race([group.dead, look().catch(() => false)]))) {
      group.stopped.throwIfAborted();
      if (Date.now() > deadline) {
        throw new Mendable(
          `The backend was not ready within ${
            READY_WITHIN_MS / 1000
          } s; its log says why.`,
        );
      }
      await Promise.race([group.dead, sleep(300)]);
    }
  }
}

/**
 * Starts the sandbox, builds the frontend meanwhile, then starts the backend. Without `frontend` there is the API only,
 * or whatever an earlier build left.
 *
 * @param {import('./portal.mjs').PortalOptions} options
 */
export async function startPortal({
  port = 7007,
  autoPorts = false,
  stateFolder,
  fresh = false,
  frontend = true,
  // Runs on ports of their own may happen side by side, and must not share files either.
  runFolder = autoPorts ? path.join(WORK, 'runs', String(process.pid)) : WORK,
  env = {},
  onGroup = () => {},
} = {}) {
  const group = new ProcessGroup(runFolder);
  onGroup(group);
  try {
    const portalPort = autoPorts ? await freePort() : port;
    if (!autoPorts) {
      await requireFree(
        portalPort,
        'the portal',
        'stop what listens there, or choose another with PORT=<port> npm start.',
      );
      for (const sandboxPort of SANDBOX_PORTS) {
        await requireFree(
          sandboxPort,
          'the sandbox',
          'stop what listens there (another sandbox?), or use free ports with npm start -- --ports auto.',
        );
      }
    }
    // Not before the ports are known to be free: another portal may live on that state.
    if (fresh && stateFolder) {
      rmSync(stateFolder, { recursive: true, force: true });
    }
    say('Starting the sandbox: a local AWS with two EKS clusters');
    const state = stateFolder
      ? { SANDBOX_STATE: path.join(stateFolder, 'sandbox') }
      : {};
    const [sandbox] = await Promise.all([
      startSandbox(group, { autoPorts, runFolder, env: { ...state, ...env } }),
      frontend ? buildFrontend(group) : undefined,
    ]);
    say(`The sandbox is up: ${sandbox.controlUrl}`);
    say('Starting the backend');
    const url = `http://localhost:${portalPort}`;
    const database = stateFolder
      ? {
          APP_CONFIG_backend_database: JSON.stringify({
            client: 'better-sqlite3',
            connection: { directory: databaseFolder(stateFolder) },
          }),
        }
      : {};
    const startBackend = () =>
      group.start(
        'backend',
        [
          '--enable-source-maps',
          '--no-warnings=ExperimentalWarning',
          '--require',
          TRANSFORM,
          'src/index.ts',
          '--config',
          path.join(ROOT, 'app-config.yaml'),
          '--config',
          path.join(ROOT, 'app-config.sandbox.yaml'),
        ],
        {
          cwd: path.join(ROOT, 'packages/backend'),
          env: {
            NODE_ENV: 'development',
            APP_CONFIG_app_baseUrl: JSON.stringify(url),
            APP_CONFIG_backend_baseUrl: JSON.stringify(url),
            APP_CONFIG_backend_listen: JSON.stringify({
              host: '127.0.0.1',
              port: portalPort,
            }),
            ...sandboxEnvironment(sandbox),
            ...database,
            ...env,
          },
        },
      );
    const backend = startBackend();
    await untilReady(`http://127.0.0.1:${portalPort}`, group);
    return {
      url,
      sandbox,
      group,
      runFolder,
      backendPid: backend.pid,
      startBackendAgain: () => {
        startBackend();
      },
    };
  } catch (error) {
    await group.stop();
    throw error;
  }
}

function databaseFolder(stateFolder) {
  const folder = path.join(stateFolder, 'database');
  mkdirSync(folder, { recursive: true });
  return folder;
}

export const DEFAULT_STATE = path.join(WORK, 'state');
