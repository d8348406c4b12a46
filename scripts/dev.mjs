// npm run dev: the sandbox, the backend and the frontend with hot reload.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { install } from './lib/install.mjs';
import { main, say } from './lib/progress.mjs';

await main(async () => {
  await install();
  const { ProcessGroup } = await import('./lib/group.mjs');
  const { sandboxEnvironment, startSandbox } = await import('./lib/portal.mjs');
  const { BIN, ROOT, WORK } = await import('./lib/paths.mjs');
  const group = new ProcessGroup(WORK);
  const sandbox = await startSandbox(group, {
    autoPorts: false,
    runFolder: WORK,
    env: {},
  });
  say(`The sandbox is up: ${sandbox.controlUrl}`);
  const child = spawn(
    path.join(BIN, 'backstage-cli'),
    [
      'repo',
      'start',
      '--config',
      path.join(ROOT, 'app-config.yaml'),
      '--config',
      path.join(ROOT, 'app-config.sandbox.yaml'),
      '--config',
      path.join(ROOT, 'app-config.dev.yaml'),
    ],
    {
      cwd: ROOT,
      env: { ...process.env, ...sandboxEnvironment(sandbox) },
      stdio: 'inherit',
    },
  );
  const end = async () => {
    child.kill('SIGTERM');
    await group.stop();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  child.once('close', end);
  await group.dead.catch(async error => {
    child.kill('SIGTERM');
    throw error;
  });
});
