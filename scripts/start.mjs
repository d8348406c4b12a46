// npm start: installs what is missing, then runs the portal and its sandbox until Ctrl-C.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { Mendable, main, say } from './lib/progress.mjs';

const HELP = `npm start [-- options]
  --ports auto   use free ports instead of 7007, 4500, 4566, 4567, 4610 and 4611
  --fresh        forget what earlier runs left in .vault-eks/state
  --memory       keep nothing on disk
  PORT=<port>    another port for the portal
`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        ports: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        memory: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.ports && values.ports !== 'auto') {
      throw new Mendable(
        '--ports takes the word auto; for another portal port use PORT=<port>.',
      );
    }
    return values;
  } catch (error) {
    throw error instanceof Mendable
      ? error
      : new Mendable(`${error.message}\n${HELP}`);
  }
}

function portalPort() {
  const port = Number(process.env.PORT ?? 7007);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Mendable(
      `PORT=${process.env.PORT} is not a port: use a number from 1 to 65535.`,
    );
  }
  return port;
}

await main(async () => {
  const wanted = options();
  if (wanted.help) {
    process.stdout.write(HELP);
    return;
  }
  await install();
  const { startPortal, DEFAULT_STATE } = await import('./lib/portal.mjs');
  if (wanted.fresh) {
    rmSync(DEFAULT_STATE, { recursive: true, force: true });
  }
  let stopping = false;
  const pending = startPortal({
    port: portalPort(),
    autoPorts: wanted.ports === 'auto',
    stateFolder: wanted.memory ? undefined : DEFAULT_STATE,
  });
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say('Stopping');
    const portal = await pending.catch(() => undefined);
    await portal?.group.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, stop);
  }

  const { url, sandbox, group, runFolder } = await pending;
  if (stopping) return;
  say('Everything is up');
  process.stdout.write(`
Portal ready: ${url}

  1. Open it: you are signed in as a guest.
  2. New Vault on EKS: name the cluster ${
    sandbox.clusters[0].name
  }, review, create.
  3. Follow the link to the catalog page: seal status, HA leader, audit tail.

  What exists in the sandbox: ${sandbox.controlUrl}
  kubectl and helm:           export KUBECONFIG=${path.relative(
    ROOT,
    sandbox.files.kubeconfig,
  )}
  Logs:                       ${path.relative(ROOT, runFolder)}/logs
  Ctrl-C stops all of it.

`);
  try {
    await group.dead;
  } catch (error) {
    await group.stop();
    throw error;
  }
});
