// npm start: installs what is missing, then runs the portal and its sandbox until Ctrl-C.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { Mendable, main, say } from './lib/progress.mjs';
import { requirePrograms } from './lib/programs.mjs';

const HELP = `npm start [-- options]
  --ports auto   use free ports instead of 7007, 4500, 4566, 4567, 4610 and 4611, and keep nothing on disk
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
  requirePrograms('helm');
  await install();
  const { startPortal, DEFAULT_STATE } = await import('./lib/portal.mjs');
  const autoPorts = wanted.ports === 'auto';
  let group;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say('Stopping');
    await group?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, stop);
  }

  let portal;
  try {
    portal = await startPortal({
      port: portalPort(),
      autoPorts,
      // On ports of its own it may run beside another portal, whose state is not for two.
      stateFolder: wanted.memory || autoPorts ? undefined : DEFAULT_STATE,
      fresh: wanted.fresh,
      onGroup: started => {
        group = started;
      },
    });
  } catch (error) {
    // Who stopped it needs no word of how it ended.
    if (stopping) return;
    throw error;
  }
  const { url, sandbox, runFolder } = portal;
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
    if (stopping) return;
    await group.stop();
    throw error;
  }
});
