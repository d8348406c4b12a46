// npm run dev: the sandbox, the backend and the frontend with hot reload.
import path from 'node:path';
import { install } from './lib/install.mjs';
import { Mendable, main, say } from './lib/progress.mjs';
import { requirePrograms } from './lib/programs.mjs';

const SERVERS = [
  [3000, 'the frontend'],
  [7007, 'the backend'],
];

await main(async () => {
  requirePrograms('helm');
  await install();
  const { ProcessGroup } = await import('./lib/group.mjs');
  const { sandboxEnvironment, startSandbox } = await import('./lib/portal.mjs');
  const { requireFree } = await import('./lib/ports.mjs');
  const { BIN, ROOT, WORK } = await import('./lib/paths.mjs');
  for (const [port, what] of SERVERS) {
    await requireFree(port, what, 'stop what listens there (npm start?).');
  }
  const group = new ProcessGroup(WORK);
  const end = async () => {
    await group.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, end);
  }
  try {
    const sandbox = await startSandbox(group, {
      autoPorts: false,
      runFolder: WORK,
      env: {},
    });
    say(`The sandbox is up: ${sandbox.controlUrl}`);
    const configs = ['app-config', 'app-config.sandbox', 'app-config.dev'];
    const servers = group.run(
      'dev-servers',
      [
        'repo',
        'start',
        ...configs.flatMap(name => [
          '--config',
          path.join(ROOT, `${name}.yaml`),
        ]),
      ],
      {
        command: path.join(BIN, 'backstage-cli'),
        env: sandboxEnvironment(sandbox),
        onLine: line => process.stdout.write(`${line}\n`),
      },
    );
    const code = await Promise.race([group.dead, servers]);
    if (!group.stopped.aborted) {
      throw new Mendable(
        `The servers ended by themselves (code ${code}); the lines above say why.`,
      );
    }
  } catch (error) {
    if (group.stopped.aborted) return;
    await group.stop();
    throw error;
  }
});
