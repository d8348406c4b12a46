import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BIN, ROOT } from './paths.mjs';
import { Mendable, say } from './progress.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

const APP = path.join(ROOT, 'packages/app');
const STAMP = path.join(APP, 'dist', '.built');
const SOURCES = [
  'yarn.lock',
  'app-config.yaml',
  'packages/app',
  'plugins/vault-eks',
  'plugins/vault-eks-common',
];

/**
 * Builds the portal's frontend unless its sources are those of the last build.
 *
 * @param {import('./group.mjs').ProcessGroup} group - which the build belongs to, so that it ends with it
 */
export async function buildFrontend(group) {
  const digest = digestOf(SOURCES);
  if (
    isStamped(STAMP, digest) &&
    existsSync(path.join(APP, 'dist/index.html'))
  ) {
    return;
  }
  say('Building the frontend (about half a minute)');
  const code = await group.run(
    'frontend-build',
    ['package', 'build', '--config', path.join(ROOT, 'app-config.yaml')],
    {
      command: path.join(BIN, 'backstage-cli'),
      cwd: APP,
      env: { CI: '' },
    },
  );
  group.stopped.throwIfAborted();
  if (code !== 0) {
    const logFile = group.logOf('frontend-build');
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15);
    throw new Mendable(
      `The frontend could not be built; the last lines say why:\n${tail.join(
        '\n',
      )}\nAll of it is in ${path.relative(ROOT, logFile)}.`,
    );
  }
  stamp(STAMP, digest);
  say('The frontend is built');
}
