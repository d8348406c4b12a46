// npm run conformance:aws: the AWS resources of the product against an AWS that nobody here wrote (moto), and against the
// sandbox, side by side. With -- --all also what is known to differ.
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

/** Both stand-ins for AWS, each by the environment that leads clients there. */
async function startTargets(group) {
  const { startMoto } = await import('./lib/moto.mjs');
  const { sandboxEnvironment, startSandbox } = await import('./lib/portal.mjs');
  const [sandbox, moto] = await Promise.all([
    startSandbox(group, { autoPorts: true, runFolder: FOLDER, env: {} }),
    startMoto(group),
  ]);
  return { sandbox: sandboxEnvironment(sandbox), moto };
}

await conformance(async () => {
  const all = wantsAll('conformance:aws');
  const { installMoto, LEAST_PYTHON, MOTO } = await import('./lib/moto.mjs');
  const { findPython } = await import('./lib/python.mjs');
  const python = await findPython(LEAST_PYTHON);
  if (python.reason) {
    throw new NotHere(
      `moto needs python3 ${LEAST_PYTHON.join(
        '.',
      )} or newer with venv and pip, and ${python.reason}.`,
    );
  }
  await install();
  await installMoto(python.version);

  const { ProcessGroup } = await import('./lib/group.mjs');
  const { readExceptions, runSuite } = await import(
    './lib/conformanceSuite.mjs'
  );
  const exceptions = all ? {} : readExceptions('aws');
  const group = new ProcessGroup(FOLDER);
  try {
    say(`Starting the sandbox and ${MOTO}`);
    const targets = await startTargets(group);
    const results = {};
    for (const [target, env] of Object.entries(targets)) {
      say(`Running the resources against ${target}`);
      const known = exceptions[target] ?? [];
      results[target] = await Promise.race([
        group.dead,
        runSuite({ suite: 'aws', target, env, exceptions: known }),
      ]);
    }
    conclude(results, exceptions, 'AWS');
  } finally {
    await group.stop();
  }
});
