// npm run conformance:kubernetes: every call that the product makes of Kubernetes, and the chart with the documented rights,
// against the sandbox's API server and, when KUBE_TEST_SERVER names one, against that one too.
import path from 'node:path';
import { conclude } from './lib/conformanceRun.mjs';
import { install } from './lib/install.mjs';
import { WORK } from './lib/paths.mjs';
import { Mendable, main, say } from './lib/progress.mjs';

const FOLDER = path.join(WORK, 'conformance', 'kubernetes');
const SETTINGS = ['KUBE_TEST_SERVER', 'KUBE_TEST_CA_FILE', 'KUBE_TEST_TOKEN'];

/** The settings of a server that somebody named; `undefined` without one. */
function namedServer() {
  const given = SETTINGS.filter(name => process.env[name]);
  if (given.length > 0 && given.length < SETTINGS.length) {
    throw new Mendable(
      `Only ${given.join(' and ')} ${
        given.length === 1 ? 'is' : 'are'
      } set. A server takes all of ${SETTINGS.join(
        ', ',
      )}: its URL, a file with its CA as PEM, and a bearer token of an administrator.`,
    );
  }
  return given.length === 0
    ? undefined
    : Object.fromEntries(SETTINGS.map(name => [name, process.env[name]]));
}

await main(async () => {
  const named = namedServer();
  await install();
  const { ProcessGroup } = await import('./lib/group.mjs');
  const { runSuite } = await import('./lib/conformanceSuite.mjs');
  const { sandboxEnvironment, startSandbox } = await import('./lib/portal.mjs');
  const group = new ProcessGroup(FOLDER);
  try {
    say('Starting the sandbox');
    const sandbox = await startSandbox(group, {
      autoPorts: true,
      runFolder: FOLDER,
      env: {},
    });
    // The chart comes from the sandbox either way.
    const env = sandboxEnvironment(sandbox);
    const none = Object.fromEntries(SETTINGS.map(name => [name, '']));
    const targets = {
      sandbox: { ...env, ...none },
      ...(named && { named: { ...env, ...named } }),
    };
    const results = {};
    for (const [target, targetEnv] of Object.entries(targets)) {
      say(`Running the calls against ${target}`);
      results[target] = await Promise.race([
        group.dead,
        runSuite({ suite: 'kubernetes', target, env: targetEnv }),
      ]);
    }
    if (!named) {
      say(
        `KUBE_TEST_SERVER is not set: nobody else's API server was asked (docs/conformance.md)`,
      );
    }
    conclude(results, {}, '');
  } finally {
    await group.stop();
  }
});
