import { existsSync } from 'node:fs';
import path from 'node:path';
import { BIN, ROOT } from './paths.mjs';
import { say } from './progress.mjs';
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
    throw group.failed('frontend-build', 'The frontend could not be built');
  }
  stamp(STAMP, digest);
  say('The frontend is built');
}
