import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sandbox } from '@vault-eks/sandbox';
import { pointAwsClientsAt } from '../awsEnvironment';
import { PortalApi } from './PortalApi';

/** A portal of its own: the real backend as a process on a sandbox, its database in a folder. */
export interface TestPortal {
  readonly api: PortalApi;
  readonly sandbox: Omit<Sandbox, 'stop'>;
  readonly databaseFolder: string;
  /** Everything that the backend has logged. */
  log(): string;
  /** Kills the backend by SIGKILL, as a machine that loses its power does, and starts another in its place. */
  killBackend(): void;
  stop(): Promise<void>;
}

/** What the portal of the demo has in its catalog, and files with more. */
function catalogLocations(files: readonly string[]) {
  // Relative to packages/backend, where the backend runs.
  const demo = ['../../templates/all.yaml', '../../examples/org/org.yaml'];
  const targets = [...demo, ...files];
  return JSON.stringify(targets.map(target => ({ type: 'file', target })));
}

/** Starts it on free ports, without a frontend, and points the test's own AWS clients at its sandbox. */
export async function startTestPortal(
  options: {
    /** Files with entities for its catalog, templates of the test for one. */
    readonly catalog?: readonly string[];
    /** Environment of the backend besides. */
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestPortal> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-eks-portal-'));
  // What `npm start` runs is no package, and it is what is to be tested.
  // eslint-disable-next-line @backstage/no-relative-monorepo-imports
  const { startPortal } = await import('../../../../scripts/lib/portal.mjs');
  const portal = await startPortal({
    autoPorts: true,
    frontend: false,
    runFolder: path.join(folder, 'run'),
    stateFolder: folder,
    // The most that a portal can ever log.
    env: {
      LOG_LEVEL: 'debug',
      SANDBOX_STATE: '',
      APP_CONFIG_catalog_locations: catalogLocations(options.catalog ?? []),
      ...options.env,
    },
  });
  const { url, sandbox, group, runFolder } = portal;
  const restore = pointAwsClientsAt(sandbox);
  return {
    api: await PortalApi.signIn(url),
    sandbox,
    databaseFolder: path.join(folder, 'database'),
    log: () => readFileSync(path.join(runFolder, 'logs/backend.log'), 'utf8'),
    killBackend() {
      process.kill(portal.backendPid, 'SIGKILL');
      portal.startBackendAgain();
    },
    async stop() {
      restore();
      await group.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
